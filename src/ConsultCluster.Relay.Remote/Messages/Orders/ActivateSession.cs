namespace ConsultCluster.Relay.Remote.Messages.Orders;

/// <summary>Make a standby session the terminal's session.</summary>
public sealed record ActivateSession(string GroupId, long Epoch, string TerminalId) : RelayOrder;
