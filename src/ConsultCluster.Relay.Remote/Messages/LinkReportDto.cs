namespace ConsultCluster.Relay.Remote.Messages;

/// <summary>State of a link between relays, as one of them sees it.</summary>
/// <param name="State"><c>connecting</c>, <c>up</c>, <c>silent</c>.</param>
public sealed record LinkReportDto(
    string PeerId,
    string State,
    long Generation,
    double? RoundTripMs,
    double LossInPercent,
    double? LossOutPercent,
    long PacketsIn,
    long PacketsOut);
