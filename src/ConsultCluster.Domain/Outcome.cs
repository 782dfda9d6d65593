using System.Diagnostics.CodeAnalysis;

namespace ConsultCluster.Domain;

/// <summary>Success, or a refusal.</summary>
public readonly record struct Outcome(Refusal? Refusal)
{
    /// <summary>Success.</summary>
    public static Outcome Done => default;

    /// <summary>True on success.</summary>
    [MemberNotNullWhen(false, nameof(Refusal))]
    public bool Succeeded => Refusal is null;

    /// <summary>Refuses with a code of <see cref="RefusalCodes"/> and a sentence.</summary>
    public static Outcome Refuse(string code, string reason) => new(new Refusal(code, reason));

    /// <summary>A refusal is an outcome.</summary>
    public static implicit operator Outcome(Refusal refusal) => new(refusal);
}

/// <summary>A value, or a refusal.</summary>
public readonly record struct Outcome<T>(T? Value, Refusal? Refusal)
    where T : class
{
    /// <summary>True when there is a value.</summary>
    [MemberNotNullWhen(true, nameof(Value))]
    [MemberNotNullWhen(false, nameof(Refusal))]
    public bool Succeeded => Refusal is null;

    /// <summary>A value is an outcome.</summary>
    public static implicit operator Outcome<T>(T value) => new(value, null);

    /// <summary>A refusal is an outcome.</summary>
    public static implicit operator Outcome<T>(Refusal refusal) => new(null, refusal);

    /// <summary>Refuses with a code of <see cref="RefusalCodes"/> and a sentence.</summary>
    public static Outcome<T> Refuse(string code, string reason) => new(null, new Refusal(code, reason));
}

/// <summary>Why a request was refused: a stable code for programs and a sentence for the user.</summary>
/// <param name="Code">One of <see cref="RefusalCodes"/>; never localised, never renamed.</param>
/// <param name="Reason">English sentence that says what to do; without patient data.</param>
public sealed record Refusal(string Code, string Reason);
