using System.Collections.Concurrent;
using ConsultCluster.Benchmarks.Load;
using ConsultCluster.Benchmarks.Soak.Consultations;
using ConsultCluster.Benchmarks.Soak.Floods;
using ConsultCluster.Benchmarks.Soak.Latency;
using ConsultCluster.Benchmarks.Soak.Plan;
using ConsultCluster.Benchmarks.Soak.Processes;
using ConsultCluster.Benchmarks.Soak.Record;
using ConsultCluster.Benchmarks.Soak.Terminals;
using ConsultCluster.EndToEnd.Harness;

namespace ConsultCluster.Benchmarks.Soak;

/// <summary>One soak: the cluster, everybody in it, and what came of it.</summary>
internal sealed class SoakRun : IAsyncDisposable
{
    /// <summary>Guests that flood: four by signalling, the others in a consultation of their own by media.</summary>
    private const int SignallingGuests = 4;
    private const int MediaGuests = 4;

    private static readonly TimeSpan _tokenLife = TimeSpan.FromDays(1);
    private static readonly TimeSpan _minute = TimeSpan.FromMinutes(1);

    /// <summary>For those who are inside to be acknowledged and put out.</summary>
    private static readonly TimeSpan _endsWithin = TimeSpan.FromMinutes(4);

    private readonly SoakOptions _options;
    private readonly SoakCluster _cluster;
    private readonly Acknowledged _acknowledged = new();
    private readonly WitnessLog _log = new();
    private readonly ConcurrentQueue<string> _failures = new();
    private readonly MediaLoop _witnessLoop;
    private readonly MediaLoop _busyLoop;
    private readonly Crowd _crowd;
    private int _seatsLost;

    private SoakRun(SoakOptions options, SoakCluster cluster)
    {
        (_options, _cluster) = (options, cluster);
        _witnessLoop = new MediaLoop("witnesses", Fail);
        _busyLoop = new MediaLoop("others", Fail);
        _crowd = new Crowd(cluster.Doors, "10.1", sentence =>
        {
            Interlocked.Increment(ref _seatsLost);
            Fail(sentence);
        });
    }

    public static async Task<SoakRun> StartAsync(SoakOptions options) => new(options, await SoakCluster.StartAsync());

    public async Task<SoakFigures> RunAsync()
    {
        var plan = SoakPlan.Of(_options.Length, _cluster.Victims.Count);
        using var api = await SoakApi.SignInAsync(_cluster.Doors[0], DemoPerson.Coordinator, _acknowledged);
        using var over = new CancellationTokenSource();
        var witnesses = await WitnessGroup.StartAsync(api, _crowd, _witnessLoop, _log);
        BusyGroup[] groups = [.. Enumerable.Range(0, _options.Groups).Select(_ => new BusyGroup(api, _crowd, _busyLoop, _acknowledged, _options.Busy, Fail))];
        Task[] busy = [.. groups.Select(group => Guarded(group.RunAsync(over.Token)))];
        var order = await OrderFloodsAsync(plan);
        await Console.Error.WriteLineAsync($"Witnesses hear each other on {string.Join(' ', witnesses.Relays)}; warming up for {_options.WarmUp.TotalSeconds} s");
        await Pace.ForAsync(_options.WarmUp);

        var start = LoadClock.Nanoseconds;
        var clock = new RunClock(start);
        _log.Begin(start);
        var killer = new Killer(plan, _cluster.Victims, clock);
        using var gauges = new Gauges(_cluster.Processes, clock);
        await using var floods = new FloodProcess(order);
        var before = MachineLoad.Read();
        var background = new[] { Guarded(gauges.RunAsync(over.Token)), Guarded(killer.RunAsync(over.Token)) };
        await clock.UntilAsync(plan.Quiet.To, CancellationToken.None);
        var quiet = MachineLoad.Read();
        await TellAsync(clock, killer, groups, floods, witnesses);
        var flooded = MachineLoad.Read();
        if (!await floods.EndedAsync())
        {
            Fail("The process that floods ended wrong.");
        }

        var end = LoadClock.Nanoseconds;
        await over.CancelAsync();
        await Guarded(Task.WhenAll([.. background, .. busy]).WaitAsync(_endsWithin));
        var (samples, gaps, moves) = (_log.Samples(), _log.Gaps(end), witnesses.Moves);
        await witnesses.LeaveAsync();
        var (entries, mistakes) = await RecordCheck.RunAsync(_acknowledged, api, _cluster.Connection);
        mistakes.ForEach(Fail);
        var outcome = new SoakOutcome(
            plan,
            killer.Kills,
            killer.Starts,
            quiet.ShareSince(before),
            flooded.ShareSince(quiet),
            samples,
            gaps,
            moves,
            [.. _cluster.Processes.SelectMany(process => process.Trends())],
            floods.Tally,
            gauges.Counters,
            _acknowledged,
            entries,
            _crowd.Terminals,
            _seatsLost);
        return SoakReport.Of(_options, outcome, _failures);
    }

    public async ValueTask DisposeAsync()
    {
        await Console.Error.WriteLineAsync($"What the processes printed is in {_cluster.WriteOutputs()}");
        _witnessLoop.Dispose();
        _busyLoop.Dispose();
        await _cluster.DisposeAsync();
    }

    private void Fail(string sentence)
    {
        _failures.Enqueue(sentence);
        Console.Error.WriteLine($"Failed: {sentence}");
    }

    /// <summary>What ends a part of the run is a failure of the run, not its end.</summary>
    private async Task Guarded(Task part)
    {
        try
        {
            await part;
        }
        catch (OperationCanceledException)
        {
            // The run is over.
        }
        catch (Exception e) when (e is InvalidOperationException or TimeoutException or IOException)
        {
            Fail(e.Message);
        }
    }

    /// <summary>Consultations of another person, with guests that nothing good comes of.</summary>
    private async Task<FloodOrder> OrderFloodsAsync(SoakPlan plan)
    {
        using var api = await SoakApi.SignInAsync(_cluster.Doors[0], DemoPerson.Applicant, new Acknowledged());
        var tokens = new List<FloodToken>();
        foreach (var guests in new[] { SignallingGuests, MediaGuests })
        {
            var group = await api.OpenAsync("Flood");
            for (var i = 1; i <= guests; i++)
            {
                var token = await api.InviteAsync(group, $"Flood {i}", _tokenLife);
                tokens.Add(new FloodToken(group, token.TokenId, token.Token));
            }
        }

        return new FloodOrder([.. _cluster.Doors], _cluster.RelayPorts, [.. plan.Floods], [.. tokens]);
    }

    /// <summary>A line a minute, until the run is over.</summary>
    private async Task TellAsync(RunClock clock, Killer killer, BusyGroup[] groups, FloodProcess floods, WitnessGroup witnesses)
    {
        var every = _options.Length / 4 < _minute ? _options.Length / 4 : _minute;
        for (var at = every; at <= _options.Length; at += every)
        {
            await clock.UntilAsync(at, CancellationToken.None);
            var last = LatencyWindows.Of(_log.Samples(), [new TimeWindow(at - every, at)], []);
            await Console.Error.WriteLineAsync(
                $"{clock.Now:hh\\:mm\\:ss} {groups.Sum(group => group.Inside)} inside, {_acknowledged.Messages.Count} messages, {killer.Kills.Length} kills, "
                + $"{floods.Tally.Where(pair => pair.Key.Contains("refused", StringComparison.Ordinal)).Sum(pair => pair.Value)} floods refused; voices p50 {last.P50Ms} ms, p99 {last.P99Ms} ms on {string.Join(' ', witnesses.Relays)}; "
                + string.Join(' ', _cluster.Processes.Select(process => $"{process.Name} {process.ResidentBytes / (1024 * 1024)} MiB")));
        }
    }
}
