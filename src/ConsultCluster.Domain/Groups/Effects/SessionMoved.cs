namespace ConsultCluster.Domain.Groups.Effects;

/// <summary>Order relay <paramref name="To"/> to carry the terminal's media in its standby session, and relay <paramref name="From"/> to end its own.</summary>
public sealed record SessionMoved(TerminalId Terminal, RelayId From, RelayId To) : GroupEffect;
