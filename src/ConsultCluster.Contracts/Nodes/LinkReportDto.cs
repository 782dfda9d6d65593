namespace ConsultCluster.Contracts.Nodes;

/// <summary>What a relay knows of its link to another.</summary>
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
