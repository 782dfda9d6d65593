namespace ConsultCluster.Contracts.Hub;

/// <summary>A member's network quality.</summary>
public sealed record QualityNotice(long Sequence, string TerminalId, QualityDto Quality);
