namespace ConsultCluster.Media.Forwarding;

/// <summary>Something a host is to know of one session.</summary>
/// <param name="Session">Whose.</param>
public abstract record RelayCoreEvent(SessionKey Session);
