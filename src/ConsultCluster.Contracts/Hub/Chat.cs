namespace ConsultCluster.Contracts.Hub;

/// <summary>A chat message to record.</summary>
/// <param name="Id">Chosen by the terminal, 1 to 64 characters; a repeated id records nothing new.</param>
/// <param name="Text">1 to 4,000 characters.</param>
public sealed record SendMessageRequest(string Id, string Text);

/// <summary>A recorded chat message.</summary>
public sealed record ChatMessageDto(
    string Id,
    string TerminalId,
    string DisplayName,
    string Text,
    DateTimeOffset SentAt);
