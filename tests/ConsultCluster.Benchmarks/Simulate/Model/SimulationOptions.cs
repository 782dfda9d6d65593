using ConsultCluster.Domain.Relays;

namespace ConsultCluster.Benchmarks.Simulate.Model;

/// <summary>How large the simulated cluster is. All that is random in it follows from the seed.</summary>
public sealed record SimulationOptions(int Seed, int Regions, int Relays, int Groups, int Terminals)
{
    /// <summary>Nodes that decide, each for its own groups and with its own planner, not knowing of what the others decide until loads show it.</summary>
    public int Deciders { get; init; } = 250;

    /// <summary>Share of capacity that the terminals need, cascades not counted; regions differ from it by up to 10 %, as autoscaling leaves them.</summary>
    public double TargetShare { get; init; } = 0.45;

    /// <summary>The prices by which it is decided.</summary>
    public PlacementRules Rules { get; init; } = new();
}
