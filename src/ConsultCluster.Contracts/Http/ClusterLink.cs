namespace ConsultCluster.Contracts.Http;

/// <summary>The link between two relays, as both say it; in and out are meant from <paramref name="From"/>.</summary>
/// <param name="From">The relay whose name comes first.</param>
/// <param name="State"><c>connecting</c>, <c>up</c> or <c>silent</c>; the worse of what both say.</param>
/// <param name="RoundTripMs">Smoothed; null before the first measurement.</param>
/// <param name="LossInPercent">Lost on the way to <paramref name="From"/>, before repair; null before anybody says.</param>
/// <param name="LossOutPercent">Lost on the way to <paramref name="To"/>, before repair; null before anybody says.</param>
/// <param name="PacketsIn">Datagrams that came to <paramref name="From"/> since the link was ordered.</param>
/// <param name="PacketsOut">Datagrams that <paramref name="From"/> sent since the link was ordered.</param>
public sealed record ClusterLink(
    string From,
    string To,
    string State,
    double? RoundTripMs,
    double? LossInPercent,
    double? LossOutPercent,
    long PacketsIn,
    long PacketsOut);
