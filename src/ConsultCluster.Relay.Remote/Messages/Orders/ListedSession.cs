namespace ConsultCluster.Relay.Remote.Messages.Orders;

/// <summary>One session of a relay.</summary>
/// <param name="Epoch">The newest epoch that the relay knows of the group.</param>
/// <param name="IsStandby">The session is a standby.</param>
public sealed record ListedSession(string GroupId, long Epoch, string TerminalId, bool IsStandby);
