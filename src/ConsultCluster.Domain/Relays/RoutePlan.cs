using System.Collections.Immutable;

namespace ConsultCluster.Domain.Relays;

/// <summary>
/// Decides which of a group's relays send to each other, and over which third relay where that is measurably better:
/// round trip plus <see cref="PlacementRules.LossMs"/> for each percent of loss, plus a hop. Stateless, so thread-safe.
/// </summary>
internal sealed class RoutePlan(PlacementRules rules)
{
    /// <summary>
    /// A relay above this share takes no further routes. It keeps existing ones up to <see
    /// cref="PlacementRules.FullShare"/>; otherwise all would come and go together.
    /// </summary>
    internal const double BusyShare = 0.75;

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
                    links.Add(new CascadeLink(first, second, Via(directory, group.Group, first, second, CurrentVia(current, first, second))));
                }
            }
        }

        return links.Count == 0 ? [] : links.ToImmutable();
    }

    /// <summary>
    /// The relay between two, or null for the direct route. The current route stays until another costs clearly less.
    /// </summary>
    /// <param name="group">Groups spread over equally good relays.</param>
    public RelayId? Via(RelayDirectory directory, GroupId group, RelayId from, RelayId to, RelayId? current)
    {
        var (one, other) = (directory.Layout.IndexOf(from), directory.Layout.IndexOf(to));
        var via = one < 0 || other < 0 ? -1 : Via(directory, group, one, other, directory.Layout.IndexOf(current));
        return via < 0 ? null : directory.Relays[via].Relay;
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

    private int Via(RelayDirectory directory, GroupId group, int from, int to, int current)
    {
        if (!directory.Mesh.TryMeasured(from, to, out var direct))
        {
            return -1;
        }

        var directPrice = rules.PriceOf(direct);
        var inUse = current < 0 ? directPrice : Price(directory, from, current, to, rules.FullShare);
        if (directPrice <= inUse)
        {
            (current, inUse) = (-1, directPrice);
        }

        var most = rules.RouteGain * inUse;
        if (most <= rules.HopMs)
        {
            // No detour costs less than its hop. This is the common case, and it costs nothing.
            return current;
        }

        var hash = StableHash.Of(group.Value);
        var (best, drawn) = (current, double.PositiveInfinity);
        var neighbours = directory.Mesh.Measured(from);
        for (var i = 0; i < neighbours.Count; i++)
        {
            var price = Price(directory, from, neighbours[i], to, BusyShare);
            var lot = price + (rules.SpreadMs * StableHash.Fraction(hash, directory.Layout.Hash[neighbours[i]]));
            if (price < most && lot < drawn)
            {
                (best, drawn) = (neighbours[i], lot);
            }
        }

        return best;
    }

    /// <summary>Infinity when the relay cannot be used: not measured on both sides, too busy or not active.</summary>
    private double Price(RelayDirectory directory, int from, int between, int to, double mostShare)
    {
        var relay = directory.Relays[between];
        return between != to && relay.State == RelayState.Active && relay.Load.Share <= mostShare
            && directory.Mesh.TryMeasured(from, between, out var first) && directory.Mesh.TryMeasured(between, to, out var second)
                ? rules.PriceOf(first) + rules.PriceOf(second) + rules.HopMs
                : double.PositiveInfinity;
    }
}
