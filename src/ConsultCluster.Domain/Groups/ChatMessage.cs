namespace ConsultCluster.Domain.Groups;

/// <summary>A chat message, stored with the consultation.</summary>
/// <param name="Id">Chosen by the sender, so that a repeated message is recorded once; 1 to 64 characters.</param>
/// <param name="Sequence">Sequence number of the event that carried it.</param>
/// <param name="Text">1 to 4,000 characters.</param>
public sealed record ChatMessage(
    string Id,
    long Sequence,
    TerminalId Terminal,
    PersonId Person,
    string DisplayName,
    string Text,
    DateTimeOffset SentAt);
