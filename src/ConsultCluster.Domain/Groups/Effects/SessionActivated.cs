namespace ConsultCluster.Domain.Groups.Effects;

/// <summary>Order a relay to carry the terminal's media in the standby session that it holds.</summary>
public sealed record SessionActivated(TerminalId Terminal, RelayId Relay) : GroupEffect;
