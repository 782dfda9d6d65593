namespace ConsultCluster.Contracts.Hub;

/// <summary>A member is out.</summary>
/// <param name="Reason"><c>left</c>, <c>removed</c>, <c>timedOut</c> or <c>groupClosed</c>.</param>
public sealed record LeftNotice(long Sequence, string TerminalId, string Reason);
