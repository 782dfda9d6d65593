namespace ConsultCluster.Contracts.Hub;

/// <summary>A chat message to record.</summary>
/// <param name="Id">Chosen by the terminal, 1 to 64 characters; a repeated id records nothing new.</param>
/// <param name="Text">1 to 4,000 characters.</param>
public sealed record SendMessageRequest(string Id, string Text);

/// <summary>A page of the chat.</summary>
/// <param name="Messages">
/// Oldest first: at most 50, and fewer where they are long (32,000 characters together, but at least one message).
/// </param>
/// <param name="Earlier">Argument of <c>Messages</c> for the page before; null when there is nothing earlier.</param>
public sealed record ChatPageDto(ChatMessageDto[] Messages, string? Earlier);

/// <summary>A recorded chat message.</summary>
public sealed record ChatMessageDto(
    string Id,
    string TerminalId,
    string DisplayName,
    string Text,
    DateTimeOffset SentAt);
