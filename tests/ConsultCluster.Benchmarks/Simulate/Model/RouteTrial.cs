using ConsultCluster.Domain.Relays;

namespace ConsultCluster.Benchmarks.Simulate.Model;

/// <summary>
/// The links between two regions lose packets and grow slow, and later recover. Counted for every group that has relays in both, once per
/// second with 3 % of noise on every round trip.
/// </summary>
/// <param name="Links">Cascade links between the two regions.</param>
/// <param name="Rerouted">Of them, those that went over a third relay while it was bad.</param>
/// <param name="Returned">Of them, those that went directly again at the end.</param>
/// <param name="Changes">All changes of route; two for each link when none flaps.</param>
public sealed record RouteTrial(int Links, int Rerouted, int Returned, int Changes)
{
    private const int Seconds = 20;

    public static RouteTrial Run(Simulation simulation, SimulationOptions options)
    {
        var random = new Random(options.Seed + 3);
        var regions = simulation.World.Regions;
        var one = regions[0];
        var other = regions.Where(region => region != one).MinBy(region => region.Centre.DistanceTo(one.Centre))!;
        var planner = new RelayPlanner(options.Rules);
        var crossing = simulation.World.Groups
            .Where(group => Has(simulation, group, one) && Has(simulation, group, other))
            .ToDictionary(group => group, group => planner.Cascade(simulation.Directory, group.Placement, []));
        var pairs = crossing.Values.SelectMany(links => links)
            .Where(link => Between(simulation, link, one, other))
            .Select(link => (simulation.RelayOf(link.From), simulation.RelayOf(link.To)))
            .Distinct()
            .ToList();

        var changes = 0;
        var counts = new int[3];
        foreach (var (phase, lossPercent, extraMs) in ((int, double, double)[])[(0, 0, 0), (1, 5, 60), (2, 0, 0)])
        {
            for (var second = 0; second < Seconds; second++)
            {
                simulation.MeasureLinks(pairs.Select(pair => new RelayLink(
                    pair.Item1.Entry.Relay,
                    pair.Item2.Entry.Relay,
                    (World.RoundTrip(pair.Item1, pair.Item2) + extraMs) * (0.97 + (0.06 * random.NextDouble())),
                    lossPercent)));
                foreach (var group in crossing.Keys)
                {
                    var before = crossing[group];
                    var after = planner.Cascade(simulation.Directory, group.Placement, before);
                    changes += after.Count(link => !before.Contains(link) && Between(simulation, link, one, other));
                    crossing[group] = after;
                }
            }

            counts[phase] = crossing.Values.Sum(links => links.Count(link => link.Via is not null && Between(simulation, link, one, other)));
        }

        simulation.MeasureLinks([]);
        var all = crossing.Values.Sum(links => links.Count(link => Between(simulation, link, one, other)));
        return new RouteTrial(all, counts[1], all - counts[2], changes);
    }

    private static bool Has(Simulation simulation, SimGroup group, SimRegion region) =>
        group.Placement.Terminals.Any(terminal => simulation.RelayOf(terminal.Placement.Relay).Region == region);

    private static bool Between(Simulation simulation, CascadeLink link, SimRegion one, SimRegion other)
    {
        var (from, to) = (simulation.RelayOf(link.From).Region, simulation.RelayOf(link.To).Region);
        return (from == one && to == other) || (from == other && to == one);
    }
}
