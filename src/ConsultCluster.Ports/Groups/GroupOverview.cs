using System.Collections.Immutable;

namespace ConsultCluster.Ports.Groups;

/// <summary>Groups in the memory of one process.</summary>
/// <param name="Total">How many there are.</param>
/// <param name="Largest">Those with the most members, largest first.</param>
public sealed record GroupOverview(int Total, ImmutableArray<GroupFigures> Largest);
