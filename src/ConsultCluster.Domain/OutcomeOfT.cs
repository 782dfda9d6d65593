using System.Diagnostics.CodeAnalysis;

namespace ConsultCluster.Domain;

/// <summary>A value, or a refusal with a reason.</summary>
[SuppressMessage("Design", "MA0048", Justification = "The generic twin of Outcome.")]
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
