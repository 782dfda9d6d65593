using ConsultCluster.Domain.Relays;

namespace ConsultCluster.Benchmarks.Simulate.Model;

/// <summary>What happens to the cluster, one thing after the other, each followed by a minute to settle.</summary>
public sealed class Scenario(SimulationOptions options)
{
    private static readonly TimeSpan _second = TimeSpan.FromSeconds(1);

    private readonly Random _random = new(options.Seed + 2);

    public Simulation Simulation { get; } = new(options);

    /// <summary>All relays of the largest region are gone.</summary>
    public const string RegionLost = "region lost";

    /// <summary>Nothing has happened for three minutes, and nothing happens for another.</summary>
    public const string Quiet = "quiet";

    /// <summary>All of it.</summary>
    public IEnumerable<Phase> Run()
    {
        yield return During("joined", () => Enter(Simulation.World.Groups, 60));
        yield return During("churn", Churn);
        yield return During("burst", Burst);

        var lost = Processes(0.1);
        yield return During("tenth lost", () => Simulation.Kill(lost));
        yield return During("tenth back", () => Simulation.Revive(lost));

        var drained = Processes(0.02);
        yield return During("drained", () => Drain(drained));
        yield return During("taken back", () => Simulation.Mark(drained, RelayState.Active));

        var region = Simulation.World.Regions.MaxBy(region => region.Weight);
        var relays = Simulation.World.Relays.Where(relay => relay.Region == region).ToList();
        yield return During(RegionLost, () => Simulation.Kill(relays));
        yield return During("region back", () => Simulation.Revive(relays));
        Simulation.Run(TimeSpan.FromMinutes(3));
        yield return During(Quiet, () => { });
    }

    /// <summary>Does it, waits a minute, and looks.</summary>
    public Phase During(string name, Action what)
    {
        var (moved, peak) = (Simulation.Moved.Values.Sum(), 0.0);
        what();
        for (var second = 0; second < 60; second++)
        {
            Simulation.Run(_second);
            peak = Math.Max(peak, MaxOverMean());
        }

        return new Phase(name, Findings.Of(Simulation), Simulation.Moved.Values.Sum() - moved, peak);
    }

    /// <summary>Groups begin over so many seconds, each within ten.</summary>
    public void Enter(IEnumerable<SimGroup> groups, int seconds)
    {
        var entries = groups
            .SelectMany(group =>
            {
                var begin = _random.NextDouble() * Math.Max(0, seconds - 10);
                return Enumerable.Range(0, group.Size).Select(_ => (at: begin + (_random.NextDouble() * Math.Min(10, seconds)), group));
            })
            .OrderBy(entry => entry.at)
            .ToList();
        var start = Simulation.Now;
        foreach (var (at, group) in entries)
        {
            while (Simulation.Now - start < TimeSpan.FromSeconds(at))
            {
                Simulation.Step();
            }

            Simulation.Enter(group);
        }
    }

    /// <summary>For a minute, one group in 400 ends each second and another begins.</summary>
    private void Churn()
    {
        for (var second = 0; second < 60; second++)
        {
            var ending = Some(Math.Max(1, Simulation.World.Groups.Count / 400));
            ending.ForEach(Simulation.End);
            Enter(ending, 1);
        }
    }

    /// <summary>One group in ten ends; ten seconds later as many begin within five.</summary>
    private void Burst()
    {
        var groups = Some(Simulation.World.Groups.Count / 10);
        groups.ForEach(Simulation.End);
        Simulation.Run(10 * _second);
        Enter(groups, 5);
    }

    /// <summary>One process in fifty is emptied in batches, and stays empty for a minute.</summary>
    private void Drain(List<SimRelay> relays)
    {
        Simulation.Mark(relays, RelayState.Draining);
        while (Simulation.Drain(100) > 0)
        {
            Simulation.Run(_second);
        }
    }

    private List<SimGroup> Some(int count) => [.. Simulation.World.Groups.OrderBy(_ => _random.Next()).Take(count)];

    /// <summary>Whole processes, drawn by lot, until they are that part of all relays.</summary>
    private List<SimRelay> Processes(double part)
    {
        var lost = new List<SimRelay>();
        foreach (var process in Simulation.World.Relays.GroupBy(relay => relay.Entry.Node).OrderBy(_ => _random.Next()))
        {
            if (lost.Count < part * Simulation.World.Relays.Count)
            {
                lost.AddRange(process);
            }
        }

        return lost;
    }

    private double MaxOverMean()
    {
        var shares = Simulation.World.Relays
            .Where(relay => relay.Alive && Simulation.Directory.Find(relay.Entry.Relay)?.State == RelayState.Active)
            .Select(relay => relay.Share)
            .ToList();
        return shares.Max() / shares.Average();
    }
}
