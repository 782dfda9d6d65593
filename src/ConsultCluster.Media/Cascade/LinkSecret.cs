using System.Collections.Immutable;

namespace ConsultCluster.Media.Cascade;

/// <summary>Secret shared by both ends of a link.</summary>
/// <param name="Generation">Higher than that of every earlier secret of the link.</param>
/// <param name="Bytes">32 random bytes.</param>
public sealed record LinkSecret(long Generation, ImmutableArray<byte> Bytes)
{
    /// <summary>Bytes of a secret.</summary>
    public const int Length = 32;
}

/// <summary>Key of a link to another relay; assigned by the host, never reused for another peer.</summary>
public readonly record struct LinkKey(long Value);
