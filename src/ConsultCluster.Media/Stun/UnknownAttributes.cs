using System.Runtime.CompilerServices;

namespace ConsultCluster.Media.Stun;

/// <summary>The first attributes of a request that must be understood and are not; a fixed number, so that a reply stays small.</summary>
[InlineArray(Capacity)]
public struct UnknownAttributes
{
    /// <summary>How many are remembered.</summary>
    public const int Capacity = 4;

    private ushort _first;
}
