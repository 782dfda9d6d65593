namespace ConsultCluster.Domain.Groups.Effects;

/// <summary>Order one relay to end the session that it holds of a terminal, whose media is or will be elsewhere.</summary>
public sealed record SessionEnded(TerminalId Terminal, RelayId Relay) : GroupEffect;
