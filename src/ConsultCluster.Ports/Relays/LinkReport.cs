using ConsultCluster.Domain;

namespace ConsultCluster.Ports.Relays;

/// <summary>What one relay knows of its link to another, about a second old at most.</summary>
/// <param name="Generation">Of the secret in use; the newest ordered one while connecting.</param>
/// <param name="RoundTripMs">Smoothed; null before the first measurement.</param>
/// <param name="LossInPercent">Lost on the way from the peer over the last seconds, before repair, 0 to 100.</param>
/// <param name="LossOutPercent">Lost on the way to the peer, as it says; null before it says anything.</param>
/// <param name="PacketsIn">Authentic datagrams since the link was ordered.</param>
/// <param name="PacketsOut">Datagrams sent since the link was ordered.</param>
public sealed record LinkReport(
    RelayId Peer,
    LinkState State,
    long Generation,
    double? RoundTripMs,
    double LossInPercent,
    double? LossOutPercent,
    long PacketsIn,
    long PacketsOut);
