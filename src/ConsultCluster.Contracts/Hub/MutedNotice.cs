namespace ConsultCluster.Contracts.Hub;

/// <summary>What of a member is muted now.</summary>
public sealed record MutedNotice(long Sequence, string TerminalId, string[] Muted, string ByPersonId);
