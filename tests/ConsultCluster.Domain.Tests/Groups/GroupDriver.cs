using System.Security.Cryptography;
using System.Text;
using ConsultCluster.Domain.Groups;
using ConsultCluster.Domain.Groups.Effects;
using ConsultCluster.Domain.Groups.Events;
using ConsultCluster.Domain.Tokens;

namespace ConsultCluster.Domain.Tests.Groups;

/// <summary>Keeps a group's state across commands, with all their results.</summary>
internal sealed class GroupDriver
{
    public const Permissions Usual = Permissions.Publish | Permissions.Subscribe | Permissions.ShareScreen | Permissions.Chat;
    public const Permissions All = Usual | Permissions.Moderate | Permissions.Close;

    public static readonly GroupId Id = new("g1");
    public static readonly PersonId Applicant = new("p_applicant");

    public GroupDriver(int capacity = 16, bool requested = true)
    {
        if (requested)
        {
            Do(g => g.RecordRequest(Request(capacity), Moderator, Now));
            Effects.Clear();
        }
    }

    public static Actor Moderator { get; } = new(Applicant, All, "192.0.2.1");

    public Group Group { get; private set; } = Group.Unrequested(Id, GroupRules.Default);

    public DateTimeOffset Now { get; set; } = new(2026, 1, 1, 8, 0, 0, TimeSpan.Zero);

    public List<GroupEffect> Effects { get; } = [];

    public IEnumerable<GroupEvent> Events => Effects.OfType<EventRaised>().Select(e => e.Event);

    public static ConsultationRequest Request(int capacity = 16) => new(
        new RequestId("r1"),
        Id,
        Applicant,
        "Dr. Li",
        "County hospital",
        "Cardiology",
        new Patient("Wang Fang", 61, "female", "110101196001011234", "13800000000"),
        "Chest pain",
        "ECG second opinion",
        "Cardiology",
        Urgency.Urgent,
        capacity);

    public static string SeatKey(string seed) =>
        Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(seed))).TrimEnd('=').Replace('+', '-').Replace('/', '_');

    public static TokenOrder Order(
        string id,
        string person,
        Permissions permissions = Usual,
        bool singleUse = false,
        GroupRole role = GroupRole.Expert,
        TerminalKind kind = TerminalKind.Browser,
        Actor? by = null,
        int lifetimeMinutes = 60) =>
        new(new TokenId(id), by ?? Moderator, new PersonId(person), $"Name of {person}", role, permissions, kind, singleUse, TimeSpan.FromMinutes(lifetimeMinutes), "hash");

    public Decision<T> Do<T>(Func<Group, Decision<T>> command)
        where T : class
    {
        var decision = command(Group);
        Group = decision.Next;
        Effects.AddRange(decision.Effects);
        return decision;
    }

    public TokenClaims Issue(TokenOrder order)
    {
        var answer = Do(g => g.IssueToken(order, Now)).Answer;
        Assert.True(answer.Succeeded, answer.Refusal?.Reason);
        return answer.Value;
    }

    /// <param name="kind">When it comes by WHIP or WHEP with a token of another kind.</param>
    public Outcome<Seat> Enter(TokenClaims claims, string seatKey, TerminalKind? kind = null) =>
        Do(g => g.Enter(new Entry(claims, SeatKey(seatKey), "192.0.2.7") { Kind = kind ?? claims.TerminalKind }, Now)).Answer;

    public TerminalId Sit(string person, Permissions permissions = Usual, TerminalKind kind = TerminalKind.Browser, GroupRole role = GroupRole.Expert)
    {
        var answer = Enter(Issue(Order("t-" + person, person, permissions, kind: kind, role: role)), person);
        Assert.True(answer.Succeeded, answer.Refusal?.Reason);
        return answer.Value.Terminal;
    }

    public void Media(TerminalId terminal, bool sends, bool receives) => Do(g => g.MediaChanged(terminal, sends, receives, Now));

    public Member Member(TerminalId terminal) => Group.SeatOf(terminal)!.Member;

    public void Advance(TimeSpan by)
    {
        Now += by;
        Do(g => g.HandleTimeout(Now));
    }

    public string[] Audited() => [.. Effects.OfType<AuditWritten>().Select(e => e.Entry.Action)];
}
