namespace ConsultCluster.Media.Cascade;

/// <summary>A measurement of a link, about once a second.</summary>
/// <param name="Generation">Of the secret in use; the newest one while connecting.</param>
/// <param name="RoundTripMs">Smoothed; null before the first measurement.</param>
/// <param name="LossInPercent">Lost on the way from the peer over the last two seconds, before repair, 0 to 100.</param>
/// <param name="LossOutPercent">Lost on the way to the peer, as it says; null before it says anything.</param>
/// <param name="PacketsIn">Authentic datagrams since the link was made.</param>
/// <param name="PacketsOut">Datagrams sent since the link was made.</param>
public sealed record LinkMeasure(
    LinkKey Link,
    LinkStatus Status,
    long Generation,
    double? RoundTripMs,
    double LossInPercent,
    double? LossOutPercent,
    long PacketsIn,
    long PacketsOut) : LinkEvent(Link);
