namespace ConsultCluster.Media.Cascade;

/// <summary>An event of one link, for the host.</summary>
/// <param name="Link">The link.</param>
public abstract record LinkEvent(LinkKey Link);

/// <summary>
/// Nothing authentic arrived over the link for <see cref="Forwarding.RelayCoreOptions.LinkSilenceTimeout"/>.
/// </summary>
public sealed record LinkSilent(LinkKey Link) : LinkEvent(Link);

/// <summary>The link is up, for the first time or again.</summary>
public sealed record LinkUp(LinkKey Link) : LinkEvent(Link);
