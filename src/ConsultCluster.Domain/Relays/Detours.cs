using System.Collections.Immutable;

namespace ConsultCluster.Domain.Relays;

/// <summary>
/// Finds third relays that are worth measuring as a detour between two relays. Links exist only where groups need them,
/// so a pair with a bad direct route usually has no measured alternative, and a thousand relays cannot all measure each
/// other. So a pair measures a few promising relays, estimated from measured round trips, or from those between
/// regions, without loss.
/// </summary>
internal sealed class Detours(PlacementRules rules)
{
    /// <summary>Detours measured per pair: usually one is good enough, and two are left when it fails.</summary>
    private const int Most = 3;

    /// <summary>Highest price, without the hop, at which a detour replaces the direct route; 0 when none can.</summary>
    public double MaxPrice(RelayDirectory directory, RelayId from, RelayId to) =>
        MaxPrice(directory, directory.Layout.IndexOf(from), directory.Layout.IndexOf(to));

    public ImmutableArray<RelayId> Of(RelayDirectory directory, RelayId from, RelayId to, Func<RelayId, bool> mayMeasure)
    {
        var (one, other) = (directory.Layout.IndexOf(from), directory.Layout.IndexOf(to));
        var maxPrice = MaxPrice(directory, one, other);
        if (maxPrice <= 0)
        {
            return [];
        }

        List<int> known = [];
        List<(int Relay, double Ms)> unknown = [];
        for (var relay = 0; relay < directory.Relays.Length; relay++)
        {
            if (relay == one || relay == other || !CanTake(directory.Relays[relay]))
            {
                continue;
            }

            var ms = Estimate(directory, one, relay, other, out var isMeasured);
            if (ms >= maxPrice)
            {
                continue;
            }

            if (isMeasured)
            {
                known.Add(relay);
            }
            else if (mayMeasure(directory.Relays[relay].Relay))
            {
                unknown.Add((relay, ms));
            }
        }

        return Draw(directory, one, other, known, unknown);
    }

    private static bool CanTake(RelayEntry relay) => relay.State == RelayState.Active && relay.Load.Share <= RoutePlan.BusyShare;

    /// <summary>
    /// The nearest first, preferring other machines than both ends and other regions than the pair's known detours:
    /// what disturbs the direct route often disturbs nearby relays too.
    /// </summary>
    private static ImmutableArray<RelayId> Draw(RelayDirectory directory, int one, int other, List<int> known, List<(int Relay, double Ms)> unknown)
    {
        var layout = directory.Layout;
        var pair = layout.Hash[one] ^ layout.Hash[other];
        var drawn = ImmutableArray.CreateBuilder<RelayId>();
        while (known.Count < Most && unknown.Count > 0)
        {
            var next = unknown.MinBy(candidate => (
                layout.Machine[candidate.Relay] == layout.Machine[one] || layout.Machine[candidate.Relay] == layout.Machine[other],
                known.Exists(relay => layout.Region[relay] == layout.Region[candidate.Relay]),
                candidate.Ms,
                StableHash.Fraction(pair, layout.Hash[candidate.Relay])));
            unknown.Remove(next);
            known.Add(next.Relay);
            drawn.Add(directory.Relays[next.Relay].Relay);
        }

        return drawn.ToImmutable();
    }

    private double MaxPrice(RelayDirectory directory, int one, int other) =>
        one >= 0 && other >= 0 && directory.Mesh.TryMeasured(one, other, out var direct)
            ? Math.Max(0, (rules.RouteGain * rules.PriceOf(direct)) - rules.HopMs)
            : 0;

    /// <summary>
    /// Estimated price of the route over a relay. Without labels, relays that are far apart share one region: its round
    /// trip then comes from the direct route and says nothing about others. A relay between both ends would cost as
    /// much as their own distance.
    /// </summary>
    private double Estimate(RelayDirectory directory, int one, int between, int other, out bool isMeasured)
    {
        var region = directory.Layout.Region;
        var isFirst = directory.Mesh.TryMeasured(one, between, out var first);
        var isSecond = directory.Mesh.TryMeasured(between, other, out var second);
        var measured = (isFirst ? rules.PriceOf(first) : 0) + (isSecond ? rules.PriceOf(second) : 0);
        isMeasured = isFirst && isSecond;
        var usual = measured
            + (isFirst ? 0 : directory.Mesh.BetweenRegions(region[one], region[between]))
            + (isSecond ? 0 : directory.Mesh.BetweenRegions(region[between], region[other]));
        return !isMeasured && region[one] == region[other] && region[one] == region[between] && directory.Mesh.TryMeasured(one, other, out var direct)
            ? Math.Min(usual, Math.Max(direct.RoundTripMs, measured))
            : usual;
    }
}
