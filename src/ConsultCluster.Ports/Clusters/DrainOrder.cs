using ConsultCluster.Domain;

namespace ConsultCluster.Ports.Clusters;

/// <summary>Empties a node, or lets it take sessions again.</summary>
/// <param name="Node">Name of the node.</param>
/// <param name="Drains">It is to be emptied.</param>
/// <param name="Force">Also when no other node takes new sessions.</param>
/// <param name="By">Who orders it; goes into the audit.</param>
/// <param name="From">Network address of who orders it.</param>
public sealed record DrainOrder(string Node, bool Drains, bool Force, PersonId By, string From);
