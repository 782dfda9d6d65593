namespace ConsultCluster.Media.Cascade;

/// <summary>
/// Which end of a link a relay is. Keys differ by direction, so a datagram cannot be reflected to its sender.
/// </summary>
public enum LinkSide
{
    /// <summary>The relay whose name comes first.</summary>
    First,

    /// <summary>The other one.</summary>
    Second,
}
