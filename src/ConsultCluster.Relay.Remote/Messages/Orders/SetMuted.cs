namespace ConsultCluster.Relay.Remote.Messages.Orders;

/// <summary>Stop, or resume, forwarding of a terminal's sources.</summary>
/// <param name="Muted">All that are muted from now on.</param>
public sealed record SetMuted(string GroupId, long Epoch, string TerminalId, IReadOnlyList<string> Muted) : RelayOrder;
