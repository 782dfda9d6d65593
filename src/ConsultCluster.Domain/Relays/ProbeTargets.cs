using System.Collections.Immutable;

namespace ConsultCluster.Domain.Relays;

/// <summary>
/// Which relays are worth measuring. A terminal cannot probe a thousand: the front door it signs in at gives it probe tickets for a handful, near
/// the region label of its site or, without one, near the front door itself. Relays probe a few of each region, all the same
/// ones, so that any two have measured the same third.
/// </summary>
public static class ProbeTargets
{
    /// <summary>Of the home region more than one is probed, each on another machine.</summary>
    private const int AtHome = 3;

    /// <summary>For a terminal: some of the home region, then one of each region around it, nearest first.</summary>
    /// <param name="region">Label of its site or of its front door; with none, one relay of each region as far as they go.</param>
    /// <param name="count">At most so many.</param>
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

    /// <summary>For every relay: the same few of each region, those of other machines than its own being worth a probe.</summary>
    public static ImmutableArray<RelayId> BetweenRelays(RelayDirectory directory, int perRegion = 2)
    {
        var targets = ImmutableArray.CreateBuilder<RelayId>();
        foreach (var members in directory.Layout.Members)
        {
            AddOf(directory, members, 0, perRegion, targets);
        }

        return targets.ToImmutable();
    }

    /// <summary>Those with the smallest lots, one of each machine.</summary>
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
