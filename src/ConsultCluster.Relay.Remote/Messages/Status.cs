namespace ConsultCluster.Relay.Remote.Messages;

/// <summary>Sent by the node every second, and after each change of a link.</summary>
public sealed record StatusReport(IReadOnlyList<RelayStatus> Relays) : NodeMessage;

/// <summary>A relay's load over the last second, and its links.</summary>
/// <param name="RelayId">Id of the relay.</param>
/// <param name="Share">Share of its thread's time in use, 0 to 1.</param>
/// <param name="CostPerPacket">Processor time per packet sent, in microseconds.</param>
/// <param name="Capacity">Packets per second that it can send; 0 until measured.</param>
/// <param name="Probe">Credentials with which terminals may measure their round trip to the relay.</param>
public sealed record RelayStatus(
    string RelayId,
    int Sessions,
    double PacketsPerSecondOut,
    double Share,
    double CostPerPacket,
    double Capacity,
    IReadOnlyList<LinkReportDto> Links,
    ProbeTicketDto Probe);

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

/// <summary>ICE credentials for Binding requests, and nothing else, valid for about half a minute.</summary>
public sealed record ProbeTicketDto(string UserFragment, string Password);

/// <summary>A link between relays became silent or works again.</summary>
/// <param name="IsUp">False when it became silent.</param>
public sealed record LinkEvent(string RelayId, string PeerId, bool IsUp) : NodeMessage;
