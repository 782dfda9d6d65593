using System.Collections.Immutable;
using ConsultCluster.Domain.Groups;

namespace ConsultCluster.Domain.Relays;

/// <summary>
/// Every decision about which relay carries whom. This is the whole of it for a caller:
/// <list type="bullet">
/// <item><see cref="Place"/>: a terminal enters, or comes back; it gets a relay and a standby.</item>
/// <item><see cref="Cascade"/>: which relays of the group send to which; ask again after every change of placement or directory.</item>
/// <item><see cref="Route"/>: the same for one pair, and <see cref="Detours"/>: what to measure before there can be a better way.</item>
/// <item><see cref="Repair"/>: relays died; the group's terminals move to their standbys, and new standbys are made.</item>
/// <item><see cref="Drain"/>: terminals leave the draining relays, a batch at a time.</item>
/// <item><see cref="Rebalance"/>: asked now and then for each group; mostly nothing is to be done.</item>
/// </list>
/// The caller holds the newest <see cref="RelayDirectory"/> and each group's <see cref="GroupPlacement"/>, and saves what is returned.
/// </summary>
/// <remarks>
/// A planner remembers what it decided until it shows in the measured loads, so one is shared by all groups of a process, and one thread at
/// a time calls it. Planners of several processes know only how many they are (<see cref="Planners"/>), and spread their groups by hash over relays that are about equal.
/// Times are of a monotonic clock, since any fixed moment.
/// </remarks>
public sealed class RelayPlanner
{
    private readonly Chooser _chooser;
    private readonly Recovery _recovery;
    private readonly Rebalancing _rebalancing;
    private readonly RoutePlan _routes;
    private readonly Detours _detours;

    /// <summary>A planner that has decided nothing yet.</summary>
    public RelayPlanner(PlacementRules? rules = null)
    {
        rules ??= new PlacementRules();
        _chooser = new Chooser(rules);
        _recovery = new Recovery(_chooser);
        _rebalancing = new Rebalancing(_chooser);
        _routes = new RoutePlan(rules);
        _detours = new Detours(rules);
    }

    /// <summary>
    /// How many planners decide in the cluster, this one included; default 1. What the others decide shows in the loads only later. When relays die
    /// each planner takes the others to do as it does, or together they would overrun the next region; what may wait it keeps to its part of what a relay
    /// has free, or together they would overrun the one that comes back empty.
    /// </summary>
    public int Planners
    {
        get => _chooser.Planners;
        set => _chooser.Planners = value;
    }

    /// <summary>
    /// Chooses a terminal's relay and standby. One that is placed already keeps what it has unless that is gone or something else is clearly
    /// better. Refused when no relay can take it: all dead, draining or full.
    /// </summary>
    /// <param name="group">The group as it is; the terminal may be in it.</param>
    public Outcome<MediaPlace> Place(RelayDirectory directory, GroupPlacement group, TerminalId terminal, Nearness near, TimeSpan now)
    {
        _chooser.Begin(directory, group, now);
        var place = _chooser.PlaceOf(terminal);
        if (!_chooser.ChooseRelay(place, near, Demand.Enters))
        {
            return Outcome<MediaPlace>.Refuse(RefusalCodes.RelayUnavailable, "No media relay can take the terminal now; try again in a few seconds.");
        }

        _chooser.ChooseStandby(place, near);
        return _chooser.PlacementAt(place);
    }

    /// <summary>
    /// One link for each pair of the group's relays of which one has a publisher and the other a receiver: the media crosses once,
    /// however many receive it there.
    /// </summary>
    /// <param name="current">What was answered before; a route changes only when another is measurably better.</param>
    public ImmutableArray<CascadeLink> Cascade(RelayDirectory directory, GroupPlacement group, ImmutableArray<CascadeLink> current) =>
        _routes.Of(directory, group, current);

    /// <summary>The way between two relays of a group: over a third one that is measurably better, or null for the direct way. Any thread may ask; nothing is allocated.</summary>
    /// <param name="current">What was answered before; it changes only for something measurably better.</param>
    public RelayId? Route(RelayDirectory directory, GroupId group, RelayId from, RelayId to, RelayId? current) =>
        _routes.Via(directory, group, from, to, current);

    /// <summary>The most that a way round may cost, in ms, to be taken instead of the direct one: 0 when none could be better, or nothing is measured. Any thread may ask.</summary>
    public double WorthOfDetour(RelayDirectory directory, RelayId from, RelayId to) => _detours.Worth(directory, from, to);

    /// <summary>
    /// Relays over which the way between two might be better, and whose links to one or both of them are not measured: few, the most promising first.
    /// Any thread may ask.
    /// </summary>
    /// <param name="mayMeasure">False for a relay that measures as many links as it should.</param>
    public ImmutableArray<RelayId> Detours(RelayDirectory directory, RelayId from, RelayId to, Func<RelayId, bool> mayMeasure) =>
        _detours.Of(directory, from, to, mayMeasure);

    /// <summary>
    /// Moves the group's terminals away from dead relays, onto their standbys where those live, and renews standbys that died. A terminal for
    /// which there is no relay now is in none of the moves: ask again with the next directory.
    /// </summary>
    public ImmutableArray<Move> Repair(RelayDirectory directory, GroupPlacement group, TimeSpan now) =>
        _recovery.FromDead(directory, group, now);

    /// <summary>
    /// The next terminals to leave the relays that drain, at most so many; groups stay together. Carry the moves out, apply them, and ask again
    /// until nothing comes.
    /// </summary>
    public ImmutableArray<Move> Drain(RelayDirectory directory, IEnumerable<GroupPlacement> groups, int most, TimeSpan now)
    {
        var moves = ImmutableArray.CreateBuilder<Move>();
        foreach (var group in groups)
        {
            if (moves.Count >= most)
            {
                break;
            }

            moves.AddRange(_recovery.FromDraining(directory, group, most - moves.Count, now));
        }

        return moves.ToImmutable();
    }

    /// <summary>
    /// Moves a group's part on one relay, or one terminal, to where it is clearly better off; empty when nothing is. Ask each group every
    /// 10 s or so, at times of its own, so that not all leave a busy relay at once.
    /// </summary>
    public ImmutableArray<Move> Rebalance(RelayDirectory directory, GroupPlacement group, TimeSpan now) =>
        _rebalancing.Of(directory, group, now);
}
