namespace ConsultCluster.Media.Cascade;

/// <summary>The link works, for the first time or again.</summary>
public sealed record LinkBack(LinkKey Link) : LinkEvent(Link);
