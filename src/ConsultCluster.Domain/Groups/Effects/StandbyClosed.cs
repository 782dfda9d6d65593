namespace ConsultCluster.Domain.Groups.Effects;

/// <summary>Order a relay to end a terminal's standby session, which another replaces.</summary>
public sealed record StandbyClosed(TerminalId Terminal, RelayId Relay) : GroupEffect;
