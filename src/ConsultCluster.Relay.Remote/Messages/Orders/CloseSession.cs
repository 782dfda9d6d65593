namespace ConsultCluster.Relay.Remote.Messages.Orders;

/// <summary>End a terminal's session.</summary>
/// <param name="Generation">The newest to end: a session that was opened after the order was given stays. 0 ends whatever is there.</param>
public sealed record CloseSession(string GroupId, long Epoch, string TerminalId, long Generation = 0) : RelayOrder;
