namespace ConsultCluster.Relay.Remote.Messages;

/// <summary>ICE credentials under which a relay answers Binding requests, and does nothing else, for about half a minute.</summary>
public sealed record ProbeTicketDto(string UserFragment, string Password);
