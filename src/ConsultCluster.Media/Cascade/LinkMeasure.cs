namespace ConsultCluster.Media.Cascade;

/// <summary>A measurement of a link, about once per second.</summary>
/// <param name="Generation">Generation of the secret in use; while connecting, of the newest one.</param>
/// <param name="RoundTripMs">Smoothed; null before the first measurement.</param>
/// <param name="LossInPercent">Packets lost from the peer over the last two seconds, before repair, 0 to 100.</param>
/// <param name="LossOutPercent">Packets lost on the way to the peer, as it reports; null before that.</param>
/// <param name="PacketsIn">Authentic datagrams received since the link was created.</param>
/// <param name="PacketsOut">Datagrams sent since the link was created.</param>
public sealed record LinkMeasure(
    LinkKey Link,
    LinkStatus Status,
    long Generation,
    double? RoundTripMs,
    double LossInPercent,
    double? LossOutPercent,
    long PacketsIn,
    long PacketsOut) : LinkEvent(Link);
