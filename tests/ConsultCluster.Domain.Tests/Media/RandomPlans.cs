using ConsultCluster.Domain.Groups;
using ConsultCluster.Domain.Media;
using ConsultCluster.Domain.Media.Effects;
using ConsultCluster.Domain.Quality;
using ConsultCluster.Domain.Relays;
using ConsultCluster.Domain.Tests.Groups;

namespace ConsultCluster.Domain.Tests.Media;

/// <summary>
/// Turns numbers into what happens to a media plan: terminals enter and leave, relays answer, report, are lost, drained and found again, time passes. Beside the plan it
/// keeps what the relays hold, which carry out every order at once.
/// </summary>
internal sealed class RandomPlans
{
    private const string Encoder = "encoder";

    private static readonly string[] People = ["a", "b", "c", "d"];
    private static readonly TerminalId Nobody = new("t_nobody");
    private static readonly TimeSpan[] Waits = [TimeSpan.Zero, TimeSpan.FromMilliseconds(700), TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(8)];

    private readonly SeededNumbers _numbers = new();
    private readonly GroupDriver _record = new();
    private readonly Dictionary<(TerminalId Terminal, RelayId Relay), bool> _held = [];
    private readonly List<Step> _steps = [];

    public RandomPlans() => Plan = MediaPlan.Empty(GroupDriver.Id).Follow(Record);

    public MediaPlan Plan { get; private set; }

    public Group Record => _record.Group;

    public DateTimeOffset Now => _record.Now;

    /// <summary>Sessions that the relays hold; true for those that are only held ready.</summary>
    public IReadOnlyDictionary<(TerminalId Terminal, RelayId Relay), bool> Held => _held;

    /// <summary>Relays that may hold sessions that the plan has forgotten: it has not heard since of what they hold.</summary>
    public HashSet<RelayId> Unheard { get; } = [];

    /// <summary>Every session that a plan names.</summary>
    public static IEnumerable<(TerminalId Terminal, RelayId Relay)> Named(MediaPlan plan) =>
        from media in plan.Terminals
        from relay in (RelayId?[])[media.Place?.Relay, media.Place?.Standby, media.LoneStandby, media.Former?.Relay, media.Leaving?.Relay]
        where relay is not null
        select (media.Terminal, relay.Value);

    /// <summary>One thing that happens, and what the plan made of it; some are several commands.</summary>
    public IReadOnlyList<Step> Run(int seed, int index)
    {
        _numbers.Seed(seed, index);
        _steps.Clear();
        switch (Next(24))
        {
            case 0 or 1 or 2:
                Enter();
                break;
            case 3:
                ChangeRecord();
                break;
            case 4 or 5:
                Offer(Terminal(), Relay());
                break;
            case 6 or 7 or 20 or 21:
                OfferStandby(Terminal(), Relay());
                break;
            case 8 or 9:
                ReportMedia();
                break;
            case 10:
                var wanted = Next(2) == 0 ? (RelayId?)null : Relay();
                Do("use", p => p.UseStandby(Terminal(), wanted, Now));
                break;
            case 11 or 22:
                LeaveRelay(Relay());
                break;
            case 12:
                EndSession();
                break;
            case 13 or 23:
                TakeUp(Relay());
                break;
            case 14:
                Relocate();
                break;
            case 15:
                Measure();
                break;
            case 16 when Next(2) == 0:
                Restart();
                break;
            default:
                _record.Now += Waits[Next(Waits.Length)];
                Do("time", p => p.HandleTimeout(Now));
                break;
        }

        return _steps;
    }

    /// <summary>An encoder enters seldom: a group with one relocates nobody.</summary>
    private void Enter()
    {
        var isEncoder = Next(12) == 0;
        var person = isEncoder ? Encoder : People[Next(People.Length)];
        Change("enter", () => _record.Sit(person, kind: isEncoder ? TerminalKind.Whip : TerminalKind.Browser));
    }

    private void ChangeRecord()
    {
        var terminal = Terminal();
        var own = Record.SeatOf(terminal) is { } seat ? new Actor(seat.Member.Person, Permissions.None, "x") : GroupDriver.Moderator;
        switch (Next(20))
        {
            case < 6:
                Change("detach", () => _record.Do(g => g.Detach(terminal, Now)));
                break;
            case < 10:
                Change("mute", () => _record.Do(g => g.SetMuted(terminal, [.. new[] { MediaSource.Microphone, MediaSource.Camera }[..Next(3)]], own, Now)));
                break;
            case < 13:
                Change("load", () => _record.Do(g => g.Activate(Now)));
                break;
            case < 19:
                Change("leave", () => _record.Do(g => g.Leave(terminal, own, Now)));
                break;
            default:
                Change("close", () => _record.Do(g => g.Close(GroupDriver.Moderator, Now)));
                break;
        }
    }

    /// <summary>The record changes, and the plan follows. The record orders the group's relays to end the sessions of whoever is out.</summary>
    private void Change(string name, Action change)
    {
        if (Record.Ended)
        {
            return;
        }

        change();
        var (before, reached) = (Plan, Plan.Relays());
        Plan = Plan.Follow(Record);
        foreach (var session in _held.Keys.Where(session => reached.Contains(session.Relay) && Record.SeatOf(session.Terminal) is null).ToArray())
        {
            _held.Remove(session);
        }

        _steps.Add(new Step(name, Nobody, null, before, Plan, [], null, []));
    }

    /// <summary>A relay answers an offer; the terminal may be out by then.</summary>
    private void Offer(TerminalId terminal, RelayId relay)
    {
        _held[(terminal, relay)] = false;
        Do("offer", p => p.SessionOpened(terminal, relay, Now), terminal, relay);
    }

    private void OfferStandby(TerminalId terminal, RelayId relay)
    {
        _held.TryAdd((terminal, relay), true);
        Do("offerStandby", p => p.StandbyOpened(terminal, relay, Now), terminal, relay);
    }

    private void ReportMedia()
    {
        if (Session() is not { } session)
        {
            return;
        }

        var (sends, receives) = (Next(4) > 0, Next(4) > 0);
        if (_held[session] && Next(2) == 0)
        {
            _held[session] = false;
            Do("activated", p => p.StandbyActivated(session.Terminal, session.Relay, Now), session.Terminal, session.Relay);
        }

        if (_held.ContainsKey(session))
        {
            Do("media", p => p.MediaChanged(session.Terminal, session.Relay, sends, receives, Now), session.Terminal, session.Relay);
        }
    }

    /// <summary>A relay is to be emptied, is silent, or is gone with all that it held.</summary>
    private void LeaveRelay(RelayId relay)
    {
        var fate = Next(3);
        Unheard.Add(relay);
        Do(fate == 0 ? "drain" : "silent", p => p.MoveFrom(relay, lives: fate == 0, Now), relay: relay);
        if (fate == 2)
        {
            Do("lost", p => p.LoseSessionsOn(relay, Now), relay: relay);
            foreach (var session in _held.Keys.Where(session => session.Relay == relay).ToArray())
            {
                _held.Remove(session);
            }

            Unheard.Remove(relay);
        }
    }

    private void EndSession()
    {
        if (Session() is { } session)
        {
            _held.Remove(session);
            Do("gone", p => p.SessionGone(session.Terminal, session.Relay, "silence", Now), session.Terminal, session.Relay);
        }
    }

    /// <summary>The link to a relay is there again; an order may have been lost with the one before.</summary>
    private void TakeUp(RelayId relay)
    {
        var found = _held.Where(session => session.Key.Relay == relay)
            .Select(session => new FoundSession(session.Key.Terminal, Next(6) == 0 ? !session.Value : session.Value))
            .ToArray();
        foreach (var session in found)
        {
            _held[(session.Terminal, relay)] = session.IsStandby;
        }

        var epoch = Next(50);
        Unheard.Remove(relay);
        Do("takeUp", p => p.TakeUp(relay, epoch, found, Now), relay: relay);
    }

    private void Relocate()
    {
        var to = Relay();
        Do("relocate", p => p.Relocate(
            [
                .. p.Terminals.Where(media => media.Place is not null && Next(3) > 0)
                    .Select(media => new Move(p.Group, media.Terminal, media.Place!, new MediaPlace(to, null), MoveReason.Better)),
                new Move(p.Group, Nobody, new MediaPlace(Relay(), null), new MediaPlace(to, null), MoveReason.Better),
            ],
            Now));
    }

    private void Measure()
    {
        switch (Next(3))
        {
            case 0:
                Do("locate", p => p.Locate(Terminal(), Next(2) == 0 ? Nearness.Unknown : new Nearness("east", []), Now));
                break;
            case 1:
                Do("quality", p => p.ReportQuality(Terminal(), Relay(), new QualityReport((QualityGrade)Next(3), QualityGrade.Good, 1, 0, 0, 0), Now));
                break;
            default:
                Do("requestStandbys", p => p.RequestStandbys(Now));
                break;
        }
    }

    /// <summary>The process that directs the group is another: it knows the record and asks the relays what they hold.</summary>
    private void Restart()
    {
        var before = Plan;
        Plan = MediaPlan.Empty(GroupDriver.Id).Follow(Record);
        Unheard.UnionWith(_held.Keys.Select(session => session.Relay));
        _steps.Add(new Step("restart", Nobody, null, before, Plan, [], null, []));
    }

    private void Do(string name, Func<MediaPlan, PlanDecision> command, TerminalId? terminal = null, RelayId? relay = null)
    {
        var before = Plan;
        var decision = command(before);
        Plan = decision.Next;
        var unfounded = new List<SessionEnded>();
        foreach (var effect in decision.Effects)
        {
            switch (effect)
            {
                case SessionEnded ended when !_held.Remove((ended.Terminal, ended.Relay)):
                    unfounded.Add(ended);
                    break;
                case SessionMoved moved:
                    _held[(moved.Terminal, moved.To)] = false;
                    break;
                case SessionActivated activated:
                    _held[(activated.Terminal, activated.Relay)] = false;
                    break;
            }
        }

        _steps.Add(new Step(name, terminal ?? Nobody, relay, before, Plan, [.. decision.Effects], decision.Refusal, unfounded));
    }

    private TerminalId Terminal() =>
        Record.Seats.IsEmpty || Next(12) == 0 ? Nobody : Record.Seats[Next(Record.Seats.Length)].Terminal;

    private (TerminalId Terminal, RelayId Relay)? Session() => _held.Count == 0
        ? null
        : _held.Keys.OrderBy(session => (session.Terminal.Value, session.Relay.Value)).ElementAt(Next(_held.Count));

    private RelayId Relay() => new($"relay-{1 + Next(3)}");

    private int Next(int below) => _numbers.Next(below);

    /// <param name="Terminal">Whose session the command was about.</param>
    /// <param name="Relay">Which relay; null when it was about none.</param>
    /// <param name="Unfounded">Orders to end a session that the relay does not hold, or no longer.</param>
    internal sealed record Step(
        string Name, TerminalId Terminal, RelayId? Relay, MediaPlan Before, MediaPlan After, MediaEffect[] Effects, Refusal? Refusal, List<SessionEnded> Unfounded);
}
