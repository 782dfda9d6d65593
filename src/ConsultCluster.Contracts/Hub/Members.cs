namespace ConsultCluster.Contracts.Hub;

/// <summary>A terminal requests its seat.</summary>
/// <param name="SeatKey">
/// Secret of 22 to 64 characters (base64url) chosen by the terminal and kept for its stay; the same key resumes the
/// seat.
/// </param>
public sealed record EnterRequest(string SeatKey);

/// <summary>The seat.</summary>
/// <param name="Messages">The end of the chat, oldest first: one page, as in <see cref="ChatPageDto"/>.</param>
/// <param name="Earlier">Argument of <c>Messages</c> for the page before; null when this is all.</param>
public sealed record EnterReply(string TerminalId, bool Resumed, GroupDto Group, ChatMessageDto[] Messages, string? Earlier);

/// <summary>The group as its members see it.</summary>
/// <param name="State"><c>open</c>, <c>active</c>, <c>closed</c> or <c>expired</c>.</param>
/// <param name="Urgency"><c>routine</c>, <c>urgent</c> or <c>emergency</c>.</param>
public sealed record GroupDto(
    string GroupId,
    string RequestId,
    long Sequence,
    string State,
    string Purpose,
    string Urgency,
    int Capacity,
    DateTimeOffset RequestedAt,
    DateTimeOffset? ConnectedAt,
    MemberDto[] Members);

/// <summary>One terminal in the group.</summary>
/// <param name="Role"><c>applicant</c>, <c>expert</c>, <c>coordinator</c>, <c>patient</c>, <c>interpreter</c>, <c>observer</c> or <c>device</c>.</param>
/// <param name="Permissions">
/// Any of <c>publish</c>, <c>subscribe</c>, <c>shareScreen</c>, <c>chat</c>, <c>moderate</c>, <c>close</c>.
/// </param>
/// <param name="Presence"><c>entered</c>, <c>connected</c> or <c>reconnecting</c>.</param>
/// <param name="Undecodable">What others send and this terminal cannot decode.</param>
public sealed record MemberDto(
    string TerminalId,
    string PersonId,
    string DisplayName,
    string Role,
    string[] Permissions,
    string TerminalKind,
    string Presence,
    string[] Muted,
    DateTimeOffset EnteredAt,
    QualityDto? Quality,
    UndecodableDto[] Undecodable);

/// <summary>What a terminal sends and another one cannot decode.</summary>
/// <param name="TerminalId">The terminal that sends.</param>
/// <param name="Source"><c>microphone</c>, <c>camera</c> or <c>screen</c>.</param>
/// <param name="Codec">The format as people know it, such as <c>H.264 High</c>.</param>
public sealed record UndecodableDto(string TerminalId, string Source, string Codec);

/// <summary>Network quality: 0 unknown, 1 excellent … 5 very bad, 6 disconnected.</summary>
public sealed record QualityDto(
    int Up,
    int Down,
    double? RoundTripMs,
    double UpLossPercent,
    double DownLossPercent,
    double JitterMs);

/// <summary>Mutes another terminal.</summary>
/// <param name="Muted">Sources to mute in addition to those already muted.</param>
public sealed record MuteOtherRequest(string TerminalId, string[] Muted);
