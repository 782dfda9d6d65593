namespace ConsultCluster.Media.Cascade;

/// <summary>Something a host is to know of one link.</summary>
/// <param name="Link">Which.</param>
public abstract record LinkEvent(LinkKey Link);

/// <summary>Nothing authentic came over the link for <see cref="Forwarding.RelayCoreOptions.LinkSilenceTimeout"/>.</summary>
public sealed record LinkSilent(LinkKey Link) : LinkEvent(Link);

/// <summary>The link works, for the first time or again.</summary>
public sealed record LinkUp(LinkKey Link) : LinkEvent(Link);
