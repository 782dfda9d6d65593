namespace ConsultCluster.Domain.Media;

/// <summary>A session that a relay turned out to hold of a group.</summary>
/// <param name="IsStandby">It is only held ready.</param>
public readonly record struct FoundSession(TerminalId Terminal, bool IsStandby);
