namespace ConsultCluster.Media.Forwarding;

/// <summary>A measurement of a session's network over the last interval; null where nothing was to be measured.</summary>
/// <param name="UpLossPercent">Lost on the way from the terminal, before repair, 0 to 100.</param>
/// <param name="UpJitterMs">Interarrival jitter (RFC 3550 §6.4.1) of the worst incoming stream.</param>
/// <param name="DownLossPercent">Lost on the way to the terminal, before repair, 0 to 100.</param>
/// <param name="DownJitterMs">Jitter of the worst outgoing stream, as the terminal reports it.</param>
/// <param name="RoundTripMs">From sender and receiver reports, smoothed.</param>
public sealed record SessionQuality(
    SessionKey Session,
    double? UpLossPercent,
    double? UpJitterMs,
    double? DownLossPercent,
    double? DownJitterMs,
    double? RoundTripMs) : RelayCoreEvent(Session);
