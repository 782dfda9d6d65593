namespace ConsultCluster.Contracts.Hub;

/// <summary>A recorded chat message.</summary>
public sealed record ChatMessageDto(
    string Id,
    string TerminalId,
    string DisplayName,
    string Text,
    DateTimeOffset SentAt);
