namespace ConsultCluster.Media.Forwarding;

/// <summary>Media began or ceased to flow.</summary>
/// <param name="Sends">Authenticated RTP came within the last five seconds.</param>
/// <param name="Receives">The terminal has confirmed in RTCP that it gets ours.</param>
public sealed record MediaChanged(SessionKey Session, bool Sends, bool Receives) : RelayCoreEvent(Session);
