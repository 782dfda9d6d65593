namespace ConsultCluster.Domain.Groups;

/// <summary>Result of entering.</summary>
/// <param name="Terminal">The terminal's id in this group; stable across reconnects.</param>
/// <param name="Resumed">True when the terminal resumed its seat.</param>
/// <param name="Snapshot">The group's current state.</param>
/// <param name="Place">Relays of the media of a resumed seat; null without media.</param>
public sealed record Seat(TerminalId Terminal, bool Resumed, GroupSnapshot Snapshot, MediaPlace? Place);
