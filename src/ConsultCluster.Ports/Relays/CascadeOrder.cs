using System.Collections.Immutable;
using ConsultCluster.Domain;

namespace ConsultCluster.Ports.Relays;

/// <summary>A group's order to a relay: with which others it shares the group's tracks.</summary>
/// <param name="Epoch">The group's epoch.</param>
/// <param name="Peers">
/// Every relay that gets what terminals here publish, and whose tracks are shown here, each over its link. One that is not named
/// any more gets nothing more, and its tracks leave the slots. A link that is not there yet is used once it is.
/// </param>
/// <param name="Routes">What is passed on from peer to peer; without any, tracks that came over a link go to terminals only.</param>
public sealed record CascadeOrder(GroupId Group, long Epoch, ImmutableArray<RelayId> Peers, ImmutableArray<CascadeRoute> Routes);
