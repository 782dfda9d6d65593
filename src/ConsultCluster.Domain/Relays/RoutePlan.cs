using System.Collections.Immutable;

namespace ConsultCluster.Domain.Relays;

/// <summary>
/// Which of a group's relays send to which, and over which third relay where that is measurably better: round trip plus
/// <see cref="PlacementRules.LossMs"/> for each percent of loss, plus a hop.
/// </summary>
internal sealed class RoutePlan(PlacementRules rules)
{
    /// <summary>A relay busier than this has nothing to spare for other groups' routes.</summary>
    private const double BusyShare = 0.75;

    public ImmutableArray<CascadeLink> Of(RelayDirectory directory, GroupPlacement group, ImmutableArray<CascadeLink> current)
    {
        var links = ImmutableArray.CreateBuilder<CascadeLink>();
        var senders = Relays(directory, group, terminal => terminal.Publishes);
        foreach (var to in Relays(directory, group, terminal => terminal.Subscribes))
        {
            foreach (var from in senders)
            {
                if (from != to)
                {
                    var (first, second) = (directory.Relays[from].Relay, directory.Relays[to].Relay);
                    var via = Via(directory, from, to, directory.Layout.IndexOf(CurrentVia(current, first, second)));
                    links.Add(new CascadeLink(first, second, via < 0 ? null : directory.Relays[via].Relay));
                }
            }
        }

        return links.Count == 0 ? [] : links.ToImmutable();
    }

    private static List<int> Relays(RelayDirectory directory, GroupPlacement group, Func<PlacedTerminal, bool> has)
    {
        var relays = new List<int>();
        foreach (var terminal in group.Terminals)
        {
            var relay = directory.Layout.IndexOf(terminal.Placement.Relay);
            if (relay >= 0 && directory.Relays[relay].State != RelayState.Silent && has(terminal) && !relays.Contains(relay))
            {
                relays.Add(relay);
            }
        }

        return relays;
    }

    private static RelayId? CurrentVia(ImmutableArray<CascadeLink> current, RelayId from, RelayId to)
    {
        foreach (var link in current)
        {
            if (link.From == from && link.To == to)
            {
                return link.Via;
            }
        }

        return null;
    }

    /// <summary>The relay between, or -1 for the direct way. What is in use stays until something else costs clearly less.</summary>
    private int Via(RelayDirectory directory, int from, int to, int current)
    {
        if (!directory.Mesh.TryMeasured(from, to, out var direct))
        {
            return -1;
        }

        var directPrice = Price(direct);
        var inUse = current < 0 ? directPrice : Price(directory, from, current, to);
        var (best, bestPrice) = (-1, double.PositiveInfinity);
        foreach (var between in directory.Mesh.Measured(from))
        {
            var price = Price(directory, from, between, to);
            if (price < bestPrice)
            {
                (best, bestPrice) = (between, price);
            }
        }

        if (directPrice <= inUse)
        {
            (current, inUse) = (-1, directPrice);
        }

        return bestPrice < rules.RouteGain * inUse ? best : current;
    }

    /// <summary>Infinity when it cannot be used: not measured on both sides, busy or not active.</summary>
    private double Price(RelayDirectory directory, int from, int between, int to)
    {
        var relay = directory.Relays[between];
        return between != to && relay.State == RelayState.Active && relay.Load.Share <= BusyShare
            && directory.Mesh.TryMeasured(from, between, out var first) && directory.Mesh.TryMeasured(between, to, out var second)
                ? Price(first) + Price(second) + rules.HopMs
                : double.PositiveInfinity;
    }

    private double Price(LinkQuality link) => link.RoundTripMs + (rules.LossMs * link.LossPercent);
}
