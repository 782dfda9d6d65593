using System.Collections.Immutable;

namespace ConsultCluster.Media.Cascade;

/// <summary>The peers that share a group's tracks. Kept so that a link created later joins its groups.</summary>
/// <param name="Group">The host's name for the group, the same on every relay.</param>
/// <param name="Peers">Peers that receive this relay's tracks and whose tracks are shown here.</param>
/// <param name="Routes">Pairs of peers between which tracks are forwarded.</param>
public sealed record GroupCascade(string Group, ImmutableArray<LinkKey> Peers, ImmutableArray<(LinkKey From, LinkKey To)> Routes);
