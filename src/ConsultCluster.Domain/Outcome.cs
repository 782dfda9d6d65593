using System.Diagnostics.CodeAnalysis;

namespace ConsultCluster.Domain;

/// <summary>Done, or refused with a reason.</summary>
public readonly record struct Outcome(Refusal? Refusal)
{
    /// <summary>The thing was done.</summary>
    public static Outcome Done => default;

    /// <summary>True when nothing was refused.</summary>
    [MemberNotNullWhen(false, nameof(Refusal))]
    public bool Succeeded => Refusal is null;

    /// <summary>Refuses with a code of <see cref="RefusalCodes"/> and a sentence.</summary>
    public static Outcome Refuse(string code, string reason) => new(new Refusal(code, reason));

    /// <summary>A refusal is an outcome.</summary>
    public static implicit operator Outcome(Refusal refusal) => new(refusal);
}
