using ConsultCluster.Domain;
using ConsultCluster.Domain.Audit;
using ConsultCluster.Domain.Groups;
using ConsultCluster.Domain.Tokens;
using ConsultCluster.Ports.Stores;
using ConsultCluster.Testing.Groups;

namespace ConsultCluster.Storage.Tests.Specs;

/// <summary>Made-up rows.</summary>
public static class StoreSamples
{
    /// <summary>To the microsecond: as finely as every store keeps times.</summary>
    public static DateTimeOffset Start { get; } = new DateTimeOffset(2026, 1, 1, 8, 0, 0, TimeSpan.Zero).AddMicroseconds(123456);

    public static AuditEntry Audit(string action = "test.done", GroupId? group = null, string detail = "{}") =>
        new(Start, group, new PersonId("p1"), "192.0.2.1", action, detail);

    public static StaffAccount Account(string id, string userName, StaffRole role = StaffRole.Expert) =>
        new(new PersonId(id), userName, "Dr. " + userName, role, "hash", false, Start);

    /// <summary>Who changes something.</summary>
    public static ChangeOrigin Origin(string by = "p9") => new(new PersonId(by), "192.0.2.9", Start);

    public static StaffSession Session(string id, string person, int minute = 0) =>
        new(id, new PersonId(person), Start, Start.AddMinutes(minute), "192.0.2.1", "Chrome, Windows");

    public static TokenRecord Token(string id, string group, TokenState state = TokenState.Issued, string person = "p2") => new(
        new TokenClaims(
            new TokenId(id),
            new GroupId(group),
            new PersonId(person),
            "Name",
            GroupRole.Interpreter,
            Permissions.Publish | Permissions.ShareScreen,
            TerminalKind.Whip,
            true,
            "patient-hash",
            Start,
            Start.AddMinutes(15)),
        state,
        new PersonId("p1"),
        state == TokenState.Issued ? null : "seat-key-hash",
        state == TokenState.Issued ? null : Start.AddSeconds(1),
        state == TokenState.Revoked ? Start.AddSeconds(2) : null);

    public static Participant Stay(string group, string terminal, string token, bool left = false) => new(
        new GroupId(group),
        new TerminalId(terminal),
        new TokenId(token),
        new PersonId("p2"),
        "Name",
        GroupRole.Interpreter,
        Permissions.Publish,
        TerminalKind.Whip,
        Start.AddSeconds(1),
        Start.AddSeconds(2),
        left ? Start.AddSeconds(3) : null,
        left ? LeaveReason.TimedOut : null);

    public static ChatMessage Message(string id, long sequence, string terminal = "t_1") =>
        new(id, sequence, new TerminalId(terminal), new PersonId("p2"), "Name", "文字 text " + id, Start.AddSeconds(sequence));

    /// <summary>The first turn of a group.</summary>
    public static GroupTurn First(string group = "g1", int minute = 0, GroupState state = GroupState.Open)
    {
        var request = Scene.Request(group, "r-" + group);
        var after = new GroupSnapshot(
            request.Group, request.Id, 1, 1, state, request.Purpose, request.Urgency, request.Capacity, Start.AddMinutes(minute), null, null, []);
        return new GroupTurn(after, $$"""{"id":"{{group}}"}""", 0, request, [], [], [], [Audit("group.created", request.Group)]);
    }

    /// <summary>A later turn that writes nothing yet but the group itself.</summary>
    public static GroupTurn Next(this GroupTurn turn, string document = "{}") => turn with
    {
        After = turn.After with { Sequence = turn.After.Sequence + 1 },
        Document = document,
        ExpectedVersion = turn.ExpectedVersion + 1,
        Request = null,
        Tokens = [],
        Participants = [],
        Messages = [],
        Audit = [Audit("group.changed", turn.After.Group)],
    };
}
