using System.Collections.Immutable;
using ConsultCluster.Ports.Groups;

namespace ConsultCluster.Ports.Clusters;

/// <summary>The cluster in numbers; no patient data.</summary>
/// <param name="Relays">All that are listed, in no order.</param>
/// <param name="EmptyNodes">Those that drain and hold no session any more.</param>
/// <param name="Groups">Groups in memory.</param>
/// <param name="Clocks">Of the silos; empty for a process by itself, whose clock is the only one.</param>
public sealed record ClusterFigures(
    ImmutableArray<RelayFigures> Relays, ImmutableArray<string> EmptyNodes, GroupOverview Groups, ImmutableArray<ServerClock> Clocks);
