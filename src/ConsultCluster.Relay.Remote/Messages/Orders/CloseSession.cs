namespace ConsultCluster.Relay.Remote.Messages.Orders;

/// <summary>End a terminal's session.</summary>
public sealed record CloseSession(string GroupId, long Epoch, string TerminalId) : RelayOrder;
