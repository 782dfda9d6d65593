using System.Collections.Immutable;

namespace ConsultCluster.Media.Cascade;

/// <summary>With which peers a group's tracks are shared; kept so that a link that comes later finds its groups.</summary>
/// <param name="Group">The host's name for the group, the same on every relay.</param>
/// <param name="Peers">Who gets what is published here, and whose tracks are shown here.</param>
/// <param name="Routes">From which peer to which tracks are passed on.</param>
public sealed record GroupCascade(string Group, ImmutableArray<LinkKey> Peers, ImmutableArray<(LinkKey From, LinkKey To)> Routes);
