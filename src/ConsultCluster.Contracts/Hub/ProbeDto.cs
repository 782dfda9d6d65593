namespace ConsultCluster.Contracts.Hub;

/// <summary>A relay, and the ticket under which it answers ICE checks (RFC 8445 §7.2.2) for about half a minute.</summary>
/// <param name="Candidates">Where it answers, as <c>address:port</c>, IPv6 addresses in brackets.</param>
public sealed record ProbeDto(string RelayId, string[] Candidates, string UserFragment, string Password);
