namespace ConsultCluster.Domain.Groups.Effects;

/// <summary>
/// Order relay <paramref name="To"/> to carry the terminal's media in its standby session. That on <paramref name="From"/> ends by
/// <see cref="SessionEnded"/>: at once, or when the media has arrived.
/// </summary>
public sealed record SessionMoved(TerminalId Terminal, RelayId From, RelayId To) : GroupEffect;
