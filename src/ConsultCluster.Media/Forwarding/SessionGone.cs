namespace ConsultCluster.Media.Forwarding;

/// <summary>The session ended by itself and is closed already.</summary>
/// <param name="Reason">For the log and the audit.</param>
public sealed record SessionGone(SessionKey Session, string Reason) : RelayCoreEvent(Session);
