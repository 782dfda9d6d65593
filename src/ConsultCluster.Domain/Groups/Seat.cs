namespace ConsultCluster.Domain.Groups;

/// <summary>What entering gives.</summary>
/// <param name="Terminal">The terminal's id in this group; stable over reconnects.</param>
/// <param name="Resumed">True when this terminal held the seat before.</param>
/// <param name="Snapshot">The group as it is now.</param>
/// <param name="Place">Where the media of a terminal is that came back to a seat with media; else null.</param>
public sealed record Seat(TerminalId Terminal, bool Resumed, GroupSnapshot Snapshot, MediaPlace? Place);
