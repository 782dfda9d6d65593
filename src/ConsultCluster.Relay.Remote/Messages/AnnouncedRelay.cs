namespace ConsultCluster.Relay.Remote.Messages;

/// <summary>One relay of a node.</summary>
/// <param name="RelayId">Unique in the cluster.</param>
/// <param name="EndPoints">UDP addresses as <c>192.0.2.7:7000</c> or <c>[2001:db8::7]:7000</c>, most preferred first.</param>
public sealed record AnnouncedRelay(string RelayId, IReadOnlyList<string> EndPoints, RelayStatus Status);
