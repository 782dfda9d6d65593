using ConsultCluster.Benchmarks.Soak.Plan;

namespace ConsultCluster.Benchmarks.Soak.Processes;

/// <summary>Kills processes and starts them again, as planned, and notes when that was.</summary>
internal sealed class Killer(SoakPlan plan, IReadOnlyList<SoakProcess> victims, RunClock clock)
{
    private readonly Lock _lock = new();
    private readonly List<TimeSpan> _kills = [];
    private readonly List<TimeWindow> _starts = [];

    /// <summary>When something was killed.</summary>
    public TimeSpan[] Kills
    {
        get
        {
            lock (_lock)
            {
                return [.. _kills];
            }
        }
    }

    /// <summary>From the start of a process until it is ready.</summary>
    public TimeWindow[] Starts
    {
        get
        {
            lock (_lock)
            {
                return [.. _starts];
            }
        }
    }

    public async Task RunAsync(CancellationToken end)
    {
        foreach (var kill in plan.Kills)
        {
            var victim = victims[kill.Victim];
            await clock.UntilAsync(kill.At, end);
            lock (_lock)
            {
                _kills.Add(clock.Now);
            }

            await Console.Error.WriteLineAsync($"{clock.Now:hh\\:mm\\:ss} {victim.Name} is killed");
            await victim.KillAsync();
            await clock.UntilAsync(kill.RestartAt, end);
            var from = clock.Now;
            await victim.StartAsync();
            lock (_lock)
            {
                _starts.Add(new TimeWindow(from, clock.Now));
            }
        }
    }
}
