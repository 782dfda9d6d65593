using System.Collections.Immutable;
using ConsultCluster.Domain.Groups;

namespace ConsultCluster.Domain.Relays;

/// <summary>
/// Decides which relay carries which terminal. The interface of this folder:
/// <list type="bullet">
/// <item><see cref="Place"/>: a terminal enters or returns; it gets a relay and a standby.</item>
/// <item><see cref="Cascade"/>: which relays of the group send to each other; call it after every change.</item>
/// <item><see cref="Route"/>: the same for one pair. <see cref="Detours"/>: what to measure for a better route.</item>
/// <item><see cref="Repair"/>: relays were lost; terminals move to their standbys and get new ones.</item>
/// <item><see cref="Drain"/>: terminals leave draining relays, a batch at a time.</item>
/// <item><see cref="Rebalance"/>: called periodically for each group; usually changes nothing.</item>
/// </list>
/// The caller holds the newest <see cref="RelayDirectory"/> and each group's <see cref="GroupPlacement"/>, and stores the results.
/// </summary>
/// <remarks>
/// A planner remembers its decisions until they show in the measured loads, so all groups of a process share one, and only
/// one thread may call it at a time. Planners of several processes know only their number (<see cref="Planners"/>), and
/// spread their groups by hash over about equal relays. Times are monotonic, since any fixed moment.
/// </remarks>
public sealed class RelayPlanner
{
    private readonly Chooser _chooser;
    private readonly Recovery _recovery;
    private readonly Rebalancing _rebalancing;
    private readonly RoutePlan _routes;
    private readonly Detours _detours;

    /// <summary>Creates a planner without reservations.</summary>
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
    /// Number of planners in the cluster, this one included; default 1. The others' decisions show in the loads only
    /// later. In a failover each planner assumes that the others decide as it does; otherwise together they would
    /// overload the next region. In rebalancing each keeps to its part of a relay's free capacity; otherwise together
    /// they would overload a relay that comes back empty.
    /// </summary>
    public int Planners
    {
        get => _chooser.Planners;
        set => _chooser.Planners = value;
    }

    /// <summary>
    /// Chooses a terminal's relay and standby. A placed terminal keeps its relays unless they are lost or others are
    /// clearly better. Refused when no relay can take it: all are silent, draining or full.
    /// </summary>
    /// <param name="group">The current group; it may include the terminal.</param>
    public Outcome<MediaPlace> Place(RelayDirectory directory, GroupPlacement group, TerminalId terminal, Nearness near, TimeSpan now)
    {
        _chooser.Begin(directory, group, now);
        var place = _chooser.PlaceOf(terminal);
        if (!_chooser.ChooseRelay(place, near, PlacementPurpose.Entry))
        {
            return Outcome<MediaPlace>.Refuse(RefusalCodes.RelayUnavailable, "No media relay can take the terminal now. Try again in a few seconds.");
        }

        _chooser.ChooseStandby(place, near);
        return _chooser.PlacementAt(place);
    }

    /// <summary>
    /// One link for each pair of the group's relays where one has a publisher and the other a receiver. Media crosses
    /// it once, however many terminals receive it there.
    /// </summary>
    /// <param name="current">The previous result; a route changes only when another is measurably better.</param>
    public ImmutableArray<CascadeLink> Cascade(RelayDirectory directory, GroupPlacement group, ImmutableArray<CascadeLink> current) =>
        _routes.Of(directory, group, current);

    /// <summary>
    /// The route between two relays of a group: over a third relay when that is measurably better; null for the direct
    /// route. Thread-safe; allocates nothing.
    /// </summary>
    /// <param name="current">The previous result; it changes only for a measurably better route.</param>
    public RelayId? Route(RelayDirectory directory, GroupId group, RelayId from, RelayId to, RelayId? current) =>
        _routes.Via(directory, group, from, to, current);

    /// <summary>
    /// Highest price in ms at which a detour replaces the direct route; 0 when none can be better or nothing is
    /// measured. Thread-safe.
    /// </summary>
    public double MaxDetourPrice(RelayDirectory directory, RelayId from, RelayId to) => _detours.MaxPrice(directory, from, to);

    /// <summary>
    /// A few relays over which the route between two might be better and whose links to them are not measured yet, the
    /// most promising first. Thread-safe.
    /// </summary>
    /// <param name="mayMeasure">False for a relay that already measures enough links.</param>
    public ImmutableArray<RelayId> Detours(RelayDirectory directory, RelayId from, RelayId to, Func<RelayId, bool> mayMeasure) =>
        _detours.Of(directory, from, to, mayMeasure);

    /// <summary>
    /// Moves the group's terminals away from lost relays, to their standbys where possible, and replaces lost standbys.
    /// A terminal without an available relay is in none of the moves: call again with the next directory.
    /// </summary>
    public ImmutableArray<Move> Repair(RelayDirectory directory, GroupPlacement group, TimeSpan now) =>
        _recovery.FromLost(directory, group, now);

    /// <summary>
    /// The next terminals to leave draining relays, up to a limit; groups stay together. Execute and apply the moves,
    /// and call again until the result is empty.
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
    /// Moves a group's terminals on one relay, or a single terminal, to a clearly better relay; usually empty. Call it
    /// about every 10 s for each group, at different times, so that not all leave a busy relay at once.
    /// </summary>
    public ImmutableArray<Move> Rebalance(RelayDirectory directory, GroupPlacement group, TimeSpan now) =>
        _rebalancing.Of(directory, group, now);
}
