namespace ConsultCluster.Contracts.Hub;

/// <summary>Media flows both ways between these terminals.</summary>
public sealed record ConnectedNotice(long Sequence, string[] TerminalIds, DateTimeOffset At);
