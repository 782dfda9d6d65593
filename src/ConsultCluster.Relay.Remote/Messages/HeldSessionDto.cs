namespace ConsultCluster.Relay.Remote.Messages;

/// <summary>One session on a relay, with its last reported state.</summary>
/// <param name="Epoch">Newest epoch of the group that the relay knows.</param>
/// <param name="Sends">Media of the terminal arrives.</param>
/// <param name="Receives">The terminal confirmed that it gets media.</param>
public sealed record HeldSessionDto(
    string RelayId, string GroupId, string TerminalId, long Epoch, bool Sends, bool Receives, IReadOnlyList<FilledSlot> Slots);
