namespace ConsultCluster.Domain.Groups;

/// <summary>Assignment of one receive slot of one terminal.</summary>
/// <param name="Mid">The slot's media id in that terminal's session description (RFC 5888).</param>
/// <param name="Publisher">Terminal whose track fills it; null when empty.</param>
/// <param name="Source">Source of the track; null when empty.</param>
public sealed record SlotAssignment(string Mid, TerminalId? Publisher, MediaSource? Source);
