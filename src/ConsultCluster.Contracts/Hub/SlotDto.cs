namespace ConsultCluster.Contracts.Hub;

/// <summary>One receive slot.</summary>
/// <param name="TerminalId">Whose track fills it; null when it is empty.</param>
/// <param name="Source"><c>microphone</c>, <c>camera</c> or <c>screen</c>; null when it is empty.</param>
public sealed record SlotDto(string Mid, string? TerminalId, string? Source);
