namespace ConsultCluster.Relay.Remote.Messages;

/// <summary>Identity and relays of the node. The sessions follow in <see cref="HeldSessions"/> messages.</summary>
/// <param name="Node">Its name in the cluster.</param>
/// <param name="Instance">Random per start: the same name with another instance is another process.</param>
/// <param name="Machine">The same for all processes of one machine.</param>
/// <param name="Region">Label that the operator gave; empty when none.</param>
/// <param name="IsDraining">True while it takes no new sessions.</param>
public sealed record Announce(string Node, string Instance, string Machine, string Region, bool IsDraining, IReadOnlyList<AnnouncedRelay> Relays) : NodeMessage;
