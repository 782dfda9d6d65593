using System.Runtime.CompilerServices;

namespace ConsultCluster.Media.Stun;

/// <summary>The first unknown comprehension-required attributes; their limit keeps the reply small.</summary>
[InlineArray(Capacity)]
public struct UnknownAttributes
{
    /// <summary>Number of entries.</summary>
    public const int Capacity = 4;

    private ushort _first;
}
