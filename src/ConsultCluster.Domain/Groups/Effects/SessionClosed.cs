namespace ConsultCluster.Domain.Groups.Effects;

/// <summary>Order the relay to end a terminal's session.</summary>
public sealed record SessionClosed(TerminalId Terminal) : GroupEffect;
