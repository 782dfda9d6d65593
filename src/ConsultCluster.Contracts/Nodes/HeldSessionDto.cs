namespace ConsultCluster.Contracts.Nodes;

/// <summary>One session that a relay holds, and what it last reported of it.</summary>
/// <param name="Epoch">The newest epoch that the relay knows of the group.</param>
/// <param name="Sends">Media of the terminal arrives.</param>
/// <param name="Receives">The terminal confirmed that it gets media.</param>
public sealed record HeldSessionDto(
    string RelayId, string GroupId, string TerminalId, long Epoch, bool Sends, bool Receives, IReadOnlyList<FilledSlot> Slots);
