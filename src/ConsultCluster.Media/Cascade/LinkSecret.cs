using System.Collections.Immutable;

namespace ConsultCluster.Media.Cascade;

/// <summary>What both ends of a link share.</summary>
/// <param name="Generation">Higher than that of every earlier secret of the link.</param>
/// <param name="Bytes">32 random bytes.</param>
public sealed record LinkSecret(long Generation, ImmutableArray<byte> Bytes)
{
    /// <summary>Bytes of a secret.</summary>
    public const int Length = 32;
}

/// <summary>A link of a relay to another one; given by the host, never reused for another peer.</summary>
public readonly record struct LinkKey(long Value);
