using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using ConsultCluster.Domain;
using ConsultCluster.Domain.Groups;
using ConsultCluster.Domain.Relays;

namespace ConsultCluster.Benchmarks.Simulate.Model;

/// <summary>
/// A cluster in virtual time, a tenth of a second per step. The planners see what real ones would: loads of the last second, reported a
/// second late with 2 % of noise; probes of a few relays; deaths after 500 ms.
/// </summary>
public sealed class Simulation
{
    /// <summary>Each group is looked at again this often, at a time of its own.</summary>
    private const int RebalanceTicks = 100;

    private const int ReportTicks = 10;
    private const int DeathTicks = 5;

    private static readonly TimeSpan _tick = TimeSpan.FromMilliseconds(100);

    private readonly Random _random;
    private readonly RelayPlanner[] _planners;
    private readonly double[] _sums;
    private readonly Queue<SimTerminal> _waiting = [];
    private readonly List<(long Tick, SimRelay Relay)> _deaths = [];
    private readonly List<SimGroup> _stranded = [];
    private List<LoadReport> _measured = [];
    private long _ticks;
    private int _terminals;

    public Simulation(SimulationOptions options)
    {
        World = new World(options);
        _random = new Random(options.Seed + 1);
        _planners = [.. Enumerable.Range(0, options.Deciders).Select(_ => new RelayPlanner(options.Rules) { Planners = options.Deciders })];
        _sums = new double[World.Relays.Count];
        foreach (var node in World.Relays.GroupBy(relay => relay.Entry.Node))
        {
            Join(node);
        }

        MeasureLinks([]);
    }

    public World World { get; }

    public RelayDirectory Directory { get; private set; } = RelayDirectory.Empty;

    public TimeSpan Now => _ticks * _tick;

    /// <summary>Real time of each assignment, in microseconds.</summary>
    public List<double> AssignMicroseconds { get; } = [];

    /// <summary>
    /// Processor time of each plan after deaths, for all groups in one thread, in milliseconds: what it takes when nothing else runs on the machine. The
    /// process's own collector and compiler are in it.
    /// </summary>
    public List<double> RecoveryMilliseconds { get; } = [];

    /// <summary>Real time of the same.</summary>
    public List<double> RecoveryRealMilliseconds { get; } = [];

    /// <summary>Terminals whose media was moved, for each reason.</summary>
    public Dictionary<MoveReason, int> Moved { get; } = Enum.GetValues<MoveReason>().ToDictionary(reason => reason, _ => 0);

    /// <summary>Relays that were asked for more than they can do, at any moment.</summary>
    public HashSet<int> OverCapacity { get; } = [];

    /// <summary>How often a terminal was told that there is no relay for it.</summary>
    public int Refused { get; private set; }

    /// <summary>Terminals that wait for a relay.</summary>
    public int Waiting => _waiting.Count + _stranded.Sum(group => group.Terminals.Count);

    /// <summary>Ids are numbers in order.</summary>
    public SimRelay RelayOf(RelayId id) => World.Relays[int.Parse(id.Value.AsSpan("relay-".Length), NumberStyles.None, CultureInfo.InvariantCulture)];

    /// <summary>A new terminal probes a handful of relays and enters.</summary>
    public void Enter(SimGroup group)
    {
        var terminal = World.MakeTerminal(group, _terminals++);
        var targets = ProbeTargets.ForTerminal(Directory, terminal.Label, terminal.Id);
        terminal.Near = new Nearness(terminal.Label, [.. targets.Select(target => new RoundTrip(target, Probe(terminal, RelayOf(target))))]);
        Place(terminal);
    }

    /// <summary>A group's terminals leave.</summary>
    public void End(SimGroup group)
    {
        Traffic.Add(group, -1, RelayOf);
        group.Terminals.Clear();
        group.Placement = GroupPlacement.Empty(group.Placement.Group);
    }

    /// <summary>Relays die; it shows a little later.</summary>
    public void Kill(IEnumerable<SimRelay> relays)
    {
        foreach (var relay in relays)
        {
            relay.Alive = false;
            _deaths.Add((_ticks + DeathTicks, relay));
        }
    }

    /// <summary>Dead relays come back empty, their nodes with the next epoch.</summary>
    public void Revive(IEnumerable<SimRelay> relays)
    {
        foreach (var node in relays.GroupBy(relay => relay.Entry.Node))
        {
            foreach (var relay in node)
            {
                relay.Alive = true;
                relay.Entry = relay.Entry with { Epoch = relay.Entry.Epoch + 1 };
            }

            Join(node);
        }
    }

    /// <summary>Relays drain, or take terminals again.</summary>
    public void Mark(IEnumerable<SimRelay> relays, RelayState state) => Directory = Directory.Mark([.. relays.Select(relay => relay.Entry.Relay)], state);

    /// <summary>Moves the next batch away from draining relays.</summary>
    /// <returns>How many moved.</returns>
    public int Drain(int most)
    {
        var draining = Directory.Relays.Where(relay => relay.State == RelayState.Draining).Select(relay => relay.Relay).ToHashSet();
        var moved = 0;
        foreach (var group in World.Groups.Where(group => group.Placement.Terminals.Any(terminal => Touches(terminal.Placement, draining))))
        {
            if (moved >= most)
            {
                break;
            }

            moved += Apply(group, PlannerOf(group).Drain(Directory, [group.Placement], most - moved, Now));
        }

        return moved;
    }

    /// <summary>All relays probe the same few of each region; besides, those probe each other that share groups.</summary>
    /// <param name="pairs">With what is wrong with them.</param>
    public void MeasureLinks(IEnumerable<RelayLink> pairs)
    {
        var targets = ProbeTargets.BetweenRelays(Directory);
        Directory = Directory.Measure([
            .. from relay in World.Relays
               from target in targets
               where relay.Entry.Relay != target
               select new RelayLink(relay.Entry.Relay, target, World.RoundTrip(relay, RelayOf(target)) * Noise(0.03), 0),
            .. pairs,
        ]);
    }

    /// <summary>The next tenth of a second.</summary>
    public void Step()
    {
        _ticks++;
        foreach (var relay in World.Relays)
        {
            _sums[relay.Index] += relay.Packets;
            if (relay.Alive && relay.Share > 1)
            {
                OverCapacity.Add(relay.Index);
            }
        }

        if (_ticks % ReportTicks == 0)
        {
            ReportLoads();
            Retry();
        }

        NoticeDeaths();
        for (var i = (int)(_ticks % RebalanceTicks); i < World.Groups.Count; i += RebalanceTicks)
        {
            var group = World.Groups[i];
            if (group.Terminals.Count > 0)
            {
                Apply(group, PlannerOf(group).Rebalance(Directory, group.Placement, Now));
            }
        }
    }

    /// <summary>Lets time pass.</summary>
    public void Run(TimeSpan time)
    {
        for (var end = Now + time; Now < end;)
        {
            Step();
        }
    }

    private static bool Touches(MediaPlace placement, HashSet<RelayId> relays) =>
        relays.Contains(placement.Relay) || (placement.Standby is { } standby && relays.Contains(standby));

    private double Noise(double most) => 1 + (most * ((2 * _random.NextDouble()) - 1));

    /// <summary>The shortest of three probes: the way, and what queues on it, 5 % of it on average and for one.</summary>
    private double Probe(SimTerminal terminal, SimRelay relay) =>
        World.RoundTrip(terminal, relay) * (1 - (0.05 / 3 * Math.Log(1 - _random.NextDouble())));

    private RelayPlanner PlannerOf(SimGroup group) => _planners[group.Index % _planners.Length];

    private void Place(SimTerminal terminal)
    {
        var group = terminal.Group;
        var started = Stopwatch.GetTimestamp();
        var outcome = PlannerOf(group).Place(Directory, group.Placement, terminal.Id, terminal.Near, Now);
        AssignMicroseconds.Add(Stopwatch.GetElapsedTime(started).TotalMicroseconds);
        if (!outcome.Succeeded)
        {
            Refused++;
            _waiting.Enqueue(terminal);
            return;
        }

        Traffic.Add(group, -1, RelayOf);
        group.Terminals.Add(terminal);
        group.Placement = group.Placement.With(new PlacedTerminal(terminal.Id, terminal.Near, outcome.Value));
        Traffic.Add(group, 1, RelayOf);
    }

    private int Apply(SimGroup group, ImmutableArray<Move> moves)
    {
        if (moves.IsEmpty)
        {
            return 0;
        }

        Traffic.Add(group, -1, RelayOf);
        foreach (var move in moves)
        {
            group.Placement = group.Placement.Apply(move);
            Moved[move.Reason] += move.MovesMedia ? 1 : 0;
        }

        Traffic.Add(group, 1, RelayOf);
        return moves.Count(move => move.MovesMedia);
    }

    private void Join(IEnumerable<SimRelay> node)
    {
        var outcome = Directory.Join([.. node.Select(relay => relay.Entry)]);
        Directory = outcome.Value ?? throw new InvalidOperationException(outcome.Refusal?.Reason);
    }

    private void ReportLoads()
    {
        Directory = Directory.Report(_measured);
        _measured = [];
        foreach (var relay in World.Relays.Where(relay => relay.Alive))
        {
            var packets = _sums[relay.Index] / ReportTicks;
            _measured.Add(new LoadReport(relay.Entry.Relay, relay.Entry.Epoch, new RelayLoad(
                relay.Sessions, packets, packets / relay.Capacity * Noise(0.02), 1e6 / relay.Capacity, 0)));
        }

        Array.Clear(_sums);
    }

    private void NoticeDeaths()
    {
        var dead = _deaths.Where(death => death.Tick <= _ticks).Select(death => death.Relay.Entry.Relay).ToList();
        if (dead.Count == 0)
        {
            return;
        }

        _deaths.RemoveAll(death => death.Tick <= _ticks);
        Directory = Directory.Mark(dead, RelayState.Silent);
        var (started, cpu) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
        var plans = World.Groups.Select(group => (group, moves: PlannerOf(group).Repair(Directory, group.Placement, Now))).ToList();
        RecoveryRealMilliseconds.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        RecoveryMilliseconds.Add((Environment.CpuUsage.TotalTime - cpu).TotalMilliseconds);
        foreach (var (group, moves) in plans)
        {
            Apply(group, moves);
            if (group.Placement.Terminals.Any(terminal => !RelayOf(terminal.Placement.Relay).Alive))
            {
                _stranded.Add(group);
            }
        }
    }

    /// <summary>Those for which there was no relay ask again.</summary>
    private void Retry()
    {
        for (var i = _waiting.Count; i > 0; i--)
        {
            Place(_waiting.Dequeue());
        }

        foreach (var group in _stranded)
        {
            Apply(group, PlannerOf(group).Repair(Directory, group.Placement, Now));
        }

        _stranded.RemoveAll(group => group.Placement.Terminals.All(terminal => RelayOf(terminal.Placement.Relay).Alive));
    }
}
