using ConsultCluster.Domain.Groups;
using ConsultCluster.Domain.Media;
using ConsultCluster.Domain.Media.Effects;
using ConsultCluster.Domain.Tests.Groups;

namespace ConsultCluster.Domain.Tests.Media;

/// <summary>Keeps a group's media plan over several commands, with every effect. The plan follows a record of its own.</summary>
internal sealed class PlanDriver
{
    public static readonly RelayId Relay = new("relay-1");
    public static readonly RelayId OtherRelay = new("relay-2");

    private readonly GroupDriver _record = new();

    public PlanDriver() => Plan = MediaPlan.Empty(GroupDriver.Id).Follow(_record.Group);

    public Group Record => _record.Group;

    public MediaPlan Plan { get; private set; }

    public DateTimeOffset Now => _record.Now;

    public List<MediaEffect> Effects { get; } = [];

    public IEnumerable<SessionEnded> Ended => Effects.OfType<SessionEnded>();

    public PlanDecision Do(Func<MediaPlan, PlanDecision> command)
    {
        var decision = command(Plan);
        Plan = decision.Next;
        Effects.AddRange(decision.Effects);
        return decision;
    }

    /// <summary>Changes the record, and the plan follows.</summary>
    public Decision<T> Change<T>(Func<Group, Decision<T>> command)
        where T : class
    {
        var decision = _record.Do(command);
        Plan = Plan.Follow(Record);
        return decision;
    }

    public TerminalId Sit(string person, Permissions permissions = GroupDriver.Usual, TerminalKind kind = TerminalKind.Browser)
    {
        var terminal = _record.Sit(person, permissions, kind);
        Plan = Plan.Follow(Record);
        return terminal;
    }

    /// <summary>A terminal comes back to its held seat.</summary>
    public void Resume(string person)
    {
        _record.Enter(Record.TokenOf(new TokenId("t-" + person))!.Claims, person);
        Plan = Plan.Follow(Record);
    }

    /// <summary>A terminal whose media is on <see cref="Relay"/>, and its standby, if any, on <see cref="OtherRelay"/>.</summary>
    public TerminalId Placed(string person, bool standby, TerminalKind kind = TerminalKind.Browser)
    {
        var terminal = Sit(person, kind: kind);
        Do(p => p.SessionOpened(terminal, Relay, Now));
        if (standby)
        {
            Do(p => p.StandbyOpened(terminal, OtherRelay, Now));
        }

        return terminal;
    }

    public void Media(TerminalId terminal, bool sends, bool receives) => Do(p => p.MediaChanged(terminal, Relay, sends, receives, Now));

    /// <summary>What the plan has of a terminal that has a seat.</summary>
    public TerminalMedia Find(TerminalId terminal) => Plan.Find(terminal)!;

    public MediaPlace? Place(TerminalId terminal) => Find(terminal).Place;

    /// <summary>Time passes for the plan alone.</summary>
    public void Advance(TimeSpan by)
    {
        _record.Now += by;
        Do(p => p.HandleTimeout(Now));
    }
}
