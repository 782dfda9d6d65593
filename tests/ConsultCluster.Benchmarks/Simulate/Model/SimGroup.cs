using ConsultCluster.Domain;
using ConsultCluster.Domain.Relays;

namespace ConsultCluster.Benchmarks.Simulate.Model;

/// <summary>A consultation group.</summary>
public sealed class SimGroup(int index, SimRegion home, bool mixed, int size)
{
    public int Index { get; } = index;

    /// <summary>Where most of its terminals are.</summary>
    public SimRegion Home { get; } = home;

    /// <summary>Members of other regions take part.</summary>
    public bool Mixed { get; } = mixed;

    /// <summary>Terminals it will have.</summary>
    public int Size { get; } = size;

    /// <summary>Those that entered, by where they are in <see cref="Placement"/>.</summary>
    public List<SimTerminal> Terminals { get; } = [];

    public GroupPlacement Placement { get; set; } = GroupPlacement.Empty(new GroupId($"group-{index}"));
}
