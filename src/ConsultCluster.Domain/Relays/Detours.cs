using System.Collections.Immutable;

namespace ConsultCluster.Domain.Relays;

/// <summary>
/// Which third relays are worth measuring for two relays. Links are made where groups need them, so a pair whose direct way is bad mostly knows no
/// other way; and a thousand relays cannot all measure each other. So a pair looks at a few that could be better as far as is known: measured
/// round trips where there are any, the usual ones of the regions where not, and no loss.
/// </summary>
internal sealed class Detours(PlacementRules rules)
{
    /// <summary>Ways round that a pair knows at once: of three one mostly does, and two are left when it fails.</summary>
    private const int Most = 3;

    /// <summary>The most that a way round may cost without its hop to be taken instead of the direct one; 0 when there can be none.</summary>
    public double Worth(RelayDirectory directory, RelayId from, RelayId to) =>
        Worth(directory, directory.Layout.IndexOf(from), directory.Layout.IndexOf(to));

    public ImmutableArray<RelayId> Of(RelayDirectory directory, RelayId from, RelayId to, Func<RelayId, bool> mayMeasure)
    {
        var (one, other) = (directory.Layout.IndexOf(from), directory.Layout.IndexOf(to));
        var worth = Worth(directory, one, other);
        if (worth <= 0)
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
            if (ms >= worth)
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
    /// The nearest first, but of another machine than both ends and of another region than those that the pair has: what spoils the direct way
    /// mostly spoils its neighbours' as well.
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

    private double Worth(RelayDirectory directory, int one, int other) =>
        one >= 0 && other >= 0 && directory.Mesh.TryMeasured(one, other, out var direct)
            ? Math.Max(0, (rules.RouteGain * rules.PriceOf(direct)) - rules.HopMs)
            : 0;

    /// <summary>
    /// What the way over a relay costs as far as is known. Relays that are far apart may share a region, when none is labelled: then the direct way itself is
    /// what their region is known by, and says nothing of others. One on the way between them would cost as much as they are apart.
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
