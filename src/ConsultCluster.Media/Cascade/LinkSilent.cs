namespace ConsultCluster.Media.Cascade;

/// <summary>Nothing authentic came over the link for <see cref="Forwarding.RelayCoreOptions.LinkSilenceTimeout"/>.</summary>
public sealed record LinkSilent(LinkKey Link) : LinkEvent(Link);
