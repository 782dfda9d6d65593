using System.Collections.Immutable;

namespace ConsultCluster.Benchmarks.Soak.Plan;

/// <summary>What happens when. A function of the run's length alone, so that two runs of one length do the same.</summary>
/// <param name="Quiet">The first tenth: the usual load, nobody floods and nothing is killed. What follows is measured against it.</param>
/// <param name="Floods">From then to the end, one kind after the other, and all together.</param>
/// <param name="Kills">In order; each process is back before the next one dies.</param>
internal sealed record SoakPlan(TimeSpan Length, TimeWindow Quiet, ImmutableArray<FloodSlice> Floods, ImmutableArray<PlannedKill> Kills)
{
    private const int QuietShare = 10;

    /// <summary>Rounds through all kinds in a run of an hour: a process that leaks in one kind does so often.</summary>
    private const int FloodRounds = 4;

    private static readonly FloodKind[] _kinds =
        [FloodKind.Calls, FloodKind.Chat, FloodKind.Connections, FloodKind.Media, FloodKind.Datagrams, FloodKind.All];

    private static readonly TimeSpan _shortestSlice = TimeSpan.FromSeconds(10);

    /// <summary>A process that starts takes some seconds of both cores; between two kills most of the time is to be without.</summary>
    private static readonly TimeSpan _betweenKills = TimeSpan.FromSeconds(120);

    private const int MinKills = 3;

    /// <summary>Longer than until a dead server is given up and its groups are elsewhere.</summary>
    private static readonly TimeSpan _downTime = TimeSpan.FromSeconds(15);

    /// <summary>Before the end: what died is back, and what was interrupted is acknowledged.</summary>
    private static readonly TimeSpan _settle = TimeSpan.FromSeconds(20);

    /// <param name="victims">Processes that may be killed, in turn.</param>
    public static SoakPlan Of(TimeSpan length, int victims)
    {
        var quiet = new TimeWindow(TimeSpan.Zero, length / QuietShare);
        return new SoakPlan(length, quiet, PlanFloods(quiet.To, length), PlanKills(quiet.To, length, victims));
    }

    private static ImmutableArray<FloodSlice> PlanFloods(TimeSpan from, TimeSpan to)
    {
        var slice = (to - from) / (_kinds.Length * FloodRounds);
        slice = slice < _shortestSlice ? _shortestSlice : slice;
        var slices = ImmutableArray.CreateBuilder<FloodSlice>();
        for (var at = from; at < to; at += slice)
        {
            var end = at + slice > to ? to : at + slice;
            slices.Add(new FloodSlice(_kinds[slices.Count % _kinds.Length], new TimeWindow(at, end)));
        }

        return slices.ToImmutable();
    }

    private static ImmutableArray<PlannedKill> PlanKills(TimeSpan from, TimeSpan to, int victims)
    {
        var span = to - _settle - from;
        if (victims == 0 || span < _downTime)
        {
            return [];
        }

        var count = Math.Max(MinKills, (int)(span / _betweenKills));
        var every = span / count;
        var down = every / 2 < _downTime ? every / 2 : _downTime;
        return [.. Enumerable.Range(0, count).Select(i => new PlannedKill(i % victims, from + (every * i) + (every / 4), from + (every * i) + (every / 4) + down))];
    }
}
