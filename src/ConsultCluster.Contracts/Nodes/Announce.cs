namespace ConsultCluster.Contracts.Nodes;

/// <summary>Who the node is and which relays it has. What they hold follows in <see cref="Held"/> messages.</summary>
/// <param name="Node">Its name in the cluster.</param>
/// <param name="Instance">Made up at its start: the same name with another instance is another process.</param>
/// <param name="Machine">The same for all processes of one machine.</param>
/// <param name="Region">Label that the operator gave; empty when none.</param>
/// <param name="IsDraining">True when it is about to go.</param>
public sealed record Announce(string Node, string Instance, string Machine, string Region, bool IsDraining, IReadOnlyList<AnnouncedRelay> Relays) : NodeMessage;
