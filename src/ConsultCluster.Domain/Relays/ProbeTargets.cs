using System.Collections.Immutable;

namespace ConsultCluster.Domain.Relays;

/// <summary>
/// Chooses the relays to measure. A terminal cannot probe a thousand relays: its server gives it probe tickets for a
/// few, near the region label of its site or, without one, near the server. Relays all probe the same few relays of
/// each region, so any two have measured a common third.
/// </summary>
public static class ProbeTargets
{
    /// <summary>Relays probed in the home region, each on a different machine.</summary>
    private const int AtHome = 3;

    /// <summary>Targets for a terminal: some of its own region, then one of each other region, nearest first.</summary>
    /// <param name="region">Label of its site or server; without one, one relay of each region.</param>
    /// <param name="count">Limit of targets.</param>
    public static ImmutableArray<RelayId> ForTerminal(RelayDirectory directory, string? region, TerminalId terminal, int count = 8)
    {
        var layout = directory.Layout;
        var home = layout.RegionOf(region);
        var hash = StableHash.Of(terminal.Value);
        var targets = ImmutableArray.CreateBuilder<RelayId>(count);
        var order = Enumerable.Range(0, layout.Members.Length).OrderBy(other => other == home ? -1 : home < 0 ? 0 : directory.Mesh.BetweenRegions(home, other));
        foreach (var next in order)
        {
            AddOf(directory, layout.Members[next], hash, Math.Min(next == home ? AtHome : 1, count - targets.Count), targets);
        }

        return targets.ToImmutable();
    }

    /// <summary>Targets for relays: the same few of each region. A relay skips those on its own machine.</summary>
    public static ImmutableArray<RelayId> BetweenRelays(RelayDirectory directory, int perRegion = 2)
    {
        var targets = ImmutableArray.CreateBuilder<RelayId>();
        foreach (var members in directory.Layout.Members)
        {
            AddOf(directory, members, 0, perRegion, targets);
        }

        return targets.ToImmutable();
    }

    /// <summary>The relays with the smallest hash fractions, one per machine.</summary>
    private static void AddOf(RelayDirectory directory, int[] members, ulong hash, int count, ImmutableArray<RelayId>.Builder targets)
    {
        Span<int> machines = stackalloc int[8];
        for (var n = 0; n < Math.Min(count, machines.Length); n++)
        {
            var (drawn, shortest) = (-1, double.PositiveInfinity);
            foreach (var relay in members)
            {
                var lot = StableHash.Fraction(hash, directory.Layout.Hash[relay]);
                if (lot < shortest && directory.Relays[relay].State == RelayState.Active && !machines[..n].Contains(directory.Layout.Machine[relay]))
                {
                    (drawn, shortest) = (relay, lot);
                }
            }

            if (drawn < 0)
            {
                return;
            }

            machines[n] = directory.Layout.Machine[drawn];
            targets.Add(directory.Relays[drawn].Relay);
        }
    }
}
