using System.Globalization;
using ConsultCluster.Benchmarks.Simulate.Model;
using ConsultCluster.Domain.Relays;

namespace ConsultCluster.Benchmarks.Simulate;

/// <summary>Decides for a whole cluster in virtual time, and fails when it decides badly: see docs/performance.md for the model and the limits.</summary>
internal static class SimulateBenchmark
{
    public const string Usage = "simulate [--relays 1000] [--terminals 200000] [--groups 40000] [--regions 20] [--deciders 250] [--seed 1] [--json]";

    private const double MaxLoadOverMean = 1.15;
    private const double MinWithinBest = 0.99;
    private const double MaxRecoveryMs = 1000;
    private const double MaxAssignUs = 50;

    public static int Run(Arguments arguments)
    {
        var options = new SimulationOptions(
            arguments.Number("--seed", 1, 0, int.MaxValue),
            arguments.Number("--regions", 20, 1, 60),
            arguments.Number("--relays", 1000, 8, 9999),
            arguments.Number("--groups", 40_000, 1, 1_000_000),
            arguments.Number("--terminals", 200_000, 2, 10_000_000))
        {
            Deciders = arguments.Number("--deciders", 250, 1, 10_000),
        };
        var scenario = new Scenario(options);
        var simulation = scenario.Simulation;
        var phases = new List<Phase>();
        foreach (var phase in scenario.Run())
        {
            phases.Add(phase);
            Console.Error.WriteLine(Line(phase));
        }

        var routes = RouteTrial.Run(simulation, options);
        var assign = simulation.AssignMicroseconds.Order().ToList();

        // With a region lost its neighbours are full before they have taken everybody: held to capacity, neither to evenness nor to nearness.
        var lost = phases.Single(phase => phase.Name == Scenario.RegionLost);
        var even = phases.Where(phase => phase.Name != Scenario.RegionLost).ToList();
        var figures = new
        {
            load_max_over_mean = Round(even.Max(phase => phase.Found.LoadMaxOverMean), 3),
            within_1_2_of_best_rtt = Round(even.Min(phase => phase.Found.WithinBest), 4),
            recovery_plan_ms = Round(simulation.RecoveryMilliseconds[0], 1),
            recovery_plan_real_ms = Round(simulation.RecoveryRealMilliseconds[0], 1),
            region_recovery_plan_ms = Round(simulation.RecoveryMilliseconds[1], 1),
            assign_us = Round(assign[assign.Count / 2], 2),
            assign_mean_us = Round(assign.Average(), 2),
            assign_p99_us = Round(assign[assign.Count * 99 / 100], 2),
            assignments = assign.Count,
            over_capacity = simulation.OverCapacity.Count,
            on_dead_relays = phases.Max(phase => phase.Found.OnDead),
            standby_in_same_process = phases.Max(phase => phase.Found.StandbyInSameProcess),
            standby_on_same_machine = phases.Max(phase => phase.Found.StandbyOnSameMachine),
            without_standby = phases.Max(phase => phase.Found.WithoutStandby),
            waiting = simulation.Waiting,
            region_lost_load_max_over_mean = Round(lost.Found.LoadMaxOverMean, 3),
            region_lost_within_1_2_of_best_rtt = Round(lost.Found.WithinBest, 4),
            refused = simulation.Refused,
            moved_lost = simulation.Moved[MoveReason.RelayLost],
            moved_drained = simulation.Moved[MoveReason.RelayDraining],
            moved_better = simulation.Moved[MoveReason.Better],
            moved_when_quiet = phases.Single(phase => phase.Name == Scenario.Quiet).Moved,
            mean_share = Round(phases[0].Found.MeanShare, 3),
            relays_per_group = Round(phases[0].Found.RelaysPerGroup, 2),
            routes_degraded = routes.Links,
            routes_rerouted = routes.Rerouted,
            routes_returned = routes.Returned,
            route_changes = routes.Changes,
            phases = phases.Select(phase => new
            {
                name = phase.Name,
                load_max_over_mean = Round(phase.Found.LoadMaxOverMean, 3),
                peak = Round(phase.PeakMaxOverMean, 3),
                mean_share = Round(phase.Found.MeanShare, 3),
                max_share = Round(phase.Found.MaxShare, 3),
                within_1_2_of_best_rtt = Round(phase.Found.WithinBest, 4),
                moved = phase.Moved,
            }),
        };

        var missed = Missed(
            (figures.load_max_over_mean <= MaxLoadOverMean, nameof(figures.load_max_over_mean)),
            (figures.within_1_2_of_best_rtt >= MinWithinBest, nameof(figures.within_1_2_of_best_rtt)),
            (figures.recovery_plan_ms < MaxRecoveryMs, nameof(figures.recovery_plan_ms)),
            (figures.assign_us < MaxAssignUs, nameof(figures.assign_us)),
            (figures.over_capacity == 0, nameof(figures.over_capacity)),
            (figures.on_dead_relays == 0, nameof(figures.on_dead_relays)),
            (figures.standby_in_same_process == 0, nameof(figures.standby_in_same_process)),
            (figures.waiting == 0, nameof(figures.waiting)),
            (figures.routes_rerouted == routes.Links && figures.routes_returned == routes.Links, nameof(figures.routes_rerouted)));
        if (arguments.Has("--json"))
        {
            Console.WriteLine(JsonRow.Of(
                "simulate",
                new { relays = options.Relays, terminals = phases[0].Found.Terminals, groups = options.Groups, regions = options.Regions, deciders = options.Deciders, seed = options.Seed },
                figures));
        }

        foreach (var name in missed)
        {
            Console.Error.WriteLine($"simulate: {name} misses its limit");
        }

        return missed.Count == 0 ? 0 : 1;
    }

    private static List<string> Missed(params (bool Held, string Name)[] limits) => [.. limits.Where(limit => !limit.Held).Select(limit => limit.Name)];

    private static double Round(double value, int digits) => Math.Round(value, digits);

    private static string Line(Phase phase) => string.Create(
        CultureInfo.InvariantCulture,
        $"{phase.Name,-12} max/mean {phase.Found.LoadMaxOverMean:F3} (peak {phase.PeakMaxOverMean:F3}), mean share {phase.Found.MeanShare:F3}, max {phase.Found.MaxShare:F3}, within 1.2 of best {phase.Found.WithinBest:P2}, moved {phase.Moved}, relays per group {phase.Found.RelaysPerGroup:F2}, standby on same machine {phase.Found.StandbyOnSameMachine}, none {phase.Found.WithoutStandby}");
}
