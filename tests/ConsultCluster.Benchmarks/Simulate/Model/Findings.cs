using ConsultCluster.Domain.Relays;

namespace ConsultCluster.Benchmarks.Simulate.Model;

/// <summary>What is true of the cluster at one moment, by the world and not by what the planner believes.</summary>
/// <param name="LoadMaxOverMean">Of the shares of capacity in use, over the relays that take terminals.</param>
/// <param name="MeanShare">Of them all.</param>
/// <param name="MaxShare">Of the busiest.</param>
/// <param name="WithinBest">Part of the terminals whose round trip is at most 1.2 times that to the nearest relay there is.</param>
/// <param name="OnDead">Terminals whose relay or standby is dead.</param>
/// <param name="StandbyInSameProcess">Terminals whose relay and standby die together.</param>
/// <param name="StandbyOnSameMachine">Terminals whose relay and standby share a machine.</param>
/// <param name="WithoutStandby">Terminals that have none.</param>
/// <param name="RelaysPerGroup">Mean over the groups that have terminals.</param>
public sealed record Findings(
    double LoadMaxOverMean,
    double MeanShare,
    double MaxShare,
    double WithinBest,
    int Terminals,
    int OnDead,
    int StandbyInSameProcess,
    int StandbyOnSameMachine,
    int WithoutStandby,
    double RelaysPerGroup)
{
    /// <summary>What counts as near.</summary>
    private const double Factor = 1.2;

    public static Findings Of(Simulation simulation)
    {
        var world = simulation.World;
        var taking = world.Relays.Where(relay => relay.Alive && simulation.Directory.Find(relay.Entry.Relay)?.State == RelayState.Active).ToList();
        var machines = world.Regions.Select(region => taking.Where(relay => relay.Region == region).DistinctBy(relay => relay.Machine).ToArray()).ToArray();
        var (within, terminals, dead, process, machine, without) = (0, 0, 0, 0, 0, 0);
        foreach (var group in world.Groups)
        {
            for (var i = 0; i < group.Terminals.Count; i++)
            {
                var terminal = group.Terminals[i];
                var placement = group.Placement.Terminals[i].Placement;
                var relay = simulation.RelayOf(placement.Relay);
                var standby = placement.Standby is { } id ? simulation.RelayOf(id) : null;
                terminals++;
                within += world.RoundTrip(terminal, relay) <= Factor * Best(world, terminal, machines) ? 1 : 0;
                dead += relay.Alive && standby?.Alive != false ? 0 : 1;
                process += standby?.Entry.Node == relay.Entry.Node ? 1 : 0;
                machine += standby?.Machine == relay.Machine ? 1 : 0;
                without += standby is null ? 1 : 0;
            }
        }

        var mean = taking.Average(relay => relay.Share);
        var max = taking.Max(relay => relay.Share);
        var perGroup = world.Groups.Where(group => group.Terminals.Count > 0)
            .Average(group => group.Placement.Terminals.Select(terminal => terminal.Placement.Relay).Distinct().Count());
        return new Findings(max / mean, mean, max, (double)within / terminals, terminals, dead, process, machine, without, perGroup);
    }

    private static double Best(World world, SimTerminal terminal, SimRelay[][] machines)
    {
        var best = double.PositiveInfinity;
        foreach (var region in world.Regions)
        {
            if (machines[region.Index].Length > 0 && world.RoundTrip(terminal, region) < best)
            {
                foreach (var relay in machines[region.Index])
                {
                    best = Math.Min(best, world.RoundTrip(terminal, relay));
                }
            }
        }

        return best;
    }
}
