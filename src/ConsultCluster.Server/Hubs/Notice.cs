using ConsultCluster.Contracts.Hub;

namespace ConsultCluster.Server.Hubs;

/// <summary>Something to be sent to a terminal.</summary>
/// <param name="Sequence">Of the group's event; null for what is the terminal's alone.</param>
/// <param name="Send">Sends it.</param>
/// <param name="Last">True when the connection ends after it.</param>
/// <param name="IsRepeat">
/// True when the event is not on record and repeats the last sequence: it may be newer than a snapshot of that sequence.
/// </param>
internal sealed record Notice(long? Sequence, Func<IConsultationClient, Task> Send, bool Last = false, bool IsRepeat = false);
