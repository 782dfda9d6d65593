using ConsultCluster.Domain.Accounts;
using ConsultCluster.Domain.Groups;
using ConsultCluster.Domain.Groups.Effects;
using ConsultCluster.Domain.Groups.Events;
using ConsultCluster.Domain.Media;
using ConsultCluster.Domain.Tokens;

namespace ConsultCluster.Domain.Tests.Groups;

/// <summary>Maps numbers to commands deterministically, so a failing sequence can be shrunk and repeated.</summary>
internal sealed class RandomCommands
{
    public const int Capacity = 3;

    private const int People = 5;
    private const int Tokens = 8;
    private const int SeatKeys = 3;

    private static readonly TimeSpan[] Waits =
        [TimeSpan.FromMilliseconds(1), TimeSpan.FromSeconds(7), TimeSpan.FromSeconds(31), TimeSpan.FromMinutes(9), TimeSpan.FromHours(11)];

    private static readonly Permissions[] Rights =
        [GroupDriver.Usual, GroupDriver.All, Permissions.Subscribe, Permissions.Publish, Permissions.None, GroupDriver.Usual | Permissions.Moderate];

    private readonly Dictionary<(TerminalId, string), ChatMessage> _messages = [];
    private readonly SeededNumbers _numbers = new();

    public Group Group { get; private set; } = Group.Unrequested(GroupDriver.Id, GroupRules.Default);

    public DateTimeOffset Now { get; private set; } = new(2026, 1, 1, 8, 0, 0, TimeSpan.Zero);

    /// <summary>The media plan, which follows every change of the record.</summary>
    public MediaPlan Plan { get; private set; } = MediaPlan.Empty(GroupDriver.Id);

    /// <summary>Every row of a token as last written, also those that the group has forgotten.</summary>
    public Dictionary<TokenId, TokenRecord> TokenRows { get; } = [];

    /// <summary>One command and its result.</summary>
    public Step Run(int seed, int index)
    {
        _numbers.Seed(seed, index);
        var before = Group;
        var entry = default(Entry);
        var step = Next(16) switch
        {
            0 => Do("request", g => g.RecordRequest(GroupDriver.Request(Capacity) with { Purpose = Next(4) == 0 ? "other" : "same" }, By(), Now)),
            1 or 2 => Do("issue", g => g.IssueToken(Order(), Now)),
            3 => Do("revoke", g => g.RevokeToken(Token(), By(), Now)),
            4 or 5 or 6 => Do("enter", g => g.Enter(entry = Entry(), Now)),
            7 => Do("detach", g => g.Detach(Terminal(), Now)),
            8 => Do("leave", g => g.Leave(Terminal(), By(), Now)),
            9 => Do("mute", g => g.SetMuted(Terminal(), [.. new[] { MediaSource.Microphone, MediaSource.Camera }[..Next(3)]], By(), Now)),
            10 => Do("media", g => g.MediaChanged(Terminal(), Next(4) > 0, Next(3) > 0, Now)),
            11 => Message(),
            12 => Next(6) switch
            {
                4 or 5 => Follow(),
                0 => Do("close", g => g.Close(By(), Now)),
                1 => Do("activate", g => g.Activate(Now)),
                2 => Do("remain", g => g.Remain([Terminal(), Terminal()], Now)),
                _ => Do("moved", g => g.RecordMove(Terminal(), new RelayId("relay-1"), new RelayId("relay-2"), Now)),
            },
            13 => Do("lost", g => g.LoseMedia(Terminal(), "silence", Now)),
            14 => Do("media", g => g.MediaChanged(Terminal(), sends: true, receives: true, Now)),
            _ => Wait(),
        };

        foreach (var changed in step.Effects.OfType<TokenChanged>())
        {
            TokenRows[changed.Token.Claims.Id] = changed.Token;
        }

        return step with { Before = before, Entry = entry };
    }

    private Step Do<T>(string name, Func<Group, Decision<T>> command)
        where T : class
    {
        var decision = command(Group);
        Group = decision.Next;
        Plan = Plan.Follow(Group);
        return new Step(name, Group, decision.Next, [.. decision.Effects], decision.Answer.Refusal, null);
    }

    private Step Wait()
    {
        Now += Waits[Next(Waits.Length)];
        return Do("time", g => g.HandleTimeout(Now));
    }

    private Step Follow()
    {
        var account = new AccountState(
            new PersonId($"p{Next(People)}"), Next(5) == 0 ? null : (StaffRole)Next(4), IsActive: Next(3) > 0, Next(3) == 0 ? [$"s{Next(2)}"] : []);
        var password = Next(4) == 0 ? new PasswordChange(Next(2) == 0 ? "s0" : null) : null;
        return Do("account", g => g.FollowAccount(account, password, GroupDriver.Applicant, "x", Now)) with { Account = account };
    }

    private Step Message()
    {
        var (terminal, id) = (Terminal(), $"m{Next(3)}");
        var step = Do("message", g => g.SendMessage(terminal, id, "hello", _messages.GetValueOrDefault((terminal, id)), Now));
        foreach (var sent in step.Effects.OfType<MessageRecorded>())
        {
            _messages.Add((terminal, id), sent.Message);
        }

        return step;
    }

    private Actor By() => new(new PersonId($"p{Next(People)}"), Rights[Next(Rights.Length)], "x", Session: Next(3) == 0 ? null : $"s{Next(2)}");

    private TokenId Token() => new($"t{Next(Tokens)}");

    private TokenOrder Order() => GroupDriver.Order(
        Token().Value,
        $"p{Next(People)}",
        Rights[Next(Rights.Length)],
        singleUse: Next(2) == 0,
        role: Next(3) == 0 ? GroupRole.Coordinator : GroupRole.Expert,
        kind: (TerminalKind)Next(4),
        by: By(),
        lifetimeMinutes: 1 + Next(600));

    private Entry Entry()
    {
        var id = Token();
        var claims = TokenRows.TryGetValue(id, out var row)
            ? row.Claims
            : new TokenClaims(id, GroupDriver.Id, new PersonId("p0"), "x", GroupRole.Expert, GroupDriver.All, TerminalKind.Browser, false, "h", Now, Now.AddHours(1));
        return new Entry(
            Next(12) switch
            {
                0 => claims with { Group = new GroupId("other") },
                1 => claims with { Permissions = claims.Permissions ^ Permissions.Close },
                _ => claims,
            },
            GroupDriver.SeatKey($"key {Next(SeatKeys)}"),
            "x")
        {
            Kind = Next(3) == 0 ? TerminalKind.Whip : claims.TerminalKind,
        };
    }

    private TerminalId Terminal() => Group.Seats.IsEmpty || Next(8) == 0 ? new TerminalId("t_nobody") : Group.Seats[Next(Group.Seats.Length)].Terminal;

    private int Next(int below) => _numbers.Next(below);

    internal sealed record Step(string Name, Group Before, Group After, GroupEffect[] Effects, Refusal? Refusal, Entry? Entry)
    {
        /// <summary>The account that was followed; null for another command.</summary>
        public AccountState? Account { get; init; }

        public IEnumerable<GroupEvent> Events => Effects.OfType<EventRaised>().Select(e => e.Event);
    }
}
