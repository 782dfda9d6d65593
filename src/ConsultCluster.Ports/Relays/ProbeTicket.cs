namespace ConsultCluster.Ports.Relays;

/// <summary>ICE credentials under which a relay answers Binding requests and does nothing else (RFC 8445 §7.2.2).</summary>
public sealed record ProbeTicket(string UserFragment, string Password);
