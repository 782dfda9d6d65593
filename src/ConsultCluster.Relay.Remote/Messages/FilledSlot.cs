namespace ConsultCluster.Relay.Remote.Messages;

/// <summary>A receive slot of a terminal and what fills it.</summary>
/// <param name="Mid">The slot's media id in that terminal's description.</param>
/// <param name="TerminalId">Whose track; null when it is empty.</param>
/// <param name="Source"><c>microphone</c>, <c>camera</c>, <c>screen</c>; null when it is empty.</param>
public sealed record FilledSlot(string Mid, string? TerminalId = null, string? Source = null);
