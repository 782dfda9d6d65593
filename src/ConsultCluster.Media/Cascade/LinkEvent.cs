namespace ConsultCluster.Media.Cascade;

/// <summary>Something a host is to know of one link.</summary>
/// <param name="Link">Which.</param>
public abstract record LinkEvent(LinkKey Link);
