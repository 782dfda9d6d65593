namespace ConsultCluster.Domain.Groups;

/// <summary>A chat message, kept with the consultation.</summary>
/// <param name="Id">Made up by the sending terminal, so that sending again is not saying twice; 1 to 64 characters.</param>
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
