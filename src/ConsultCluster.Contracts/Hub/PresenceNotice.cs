namespace ConsultCluster.Contracts.Hub;

/// <summary>A member's presence changed.</summary>
public sealed record PresenceNotice(long Sequence, string TerminalId, string Presence);
