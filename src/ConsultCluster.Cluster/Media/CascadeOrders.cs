using System.Collections.Immutable;
using ConsultCluster.Domain;
using ConsultCluster.Domain.Relays;
using ConsultCluster.Ports.Relays;

namespace ConsultCluster.Cluster.Media;

/// <summary>What the relays of a group, and those between them, are to be ordered for given ways.</summary>
internal static class CascadeOrders
{
    /// <param name="links">The ways between pairs; a pair may have several, and of each only one order of its ends is given.</param>
    /// <returns>One order for each relay, in a sequence that does not depend on that of the links.</returns>
    public static Dictionary<RelayId, CascadeOrder> Of(GroupId group, long epoch, ImmutableArray<CascadeLink> links)
    {
        var orders = new Dictionary<RelayId, CascadeOrder>();
        foreach (var link in links.OrderBy(link => link.From.Value, StringComparer.Ordinal).ThenBy(link => link.To.Value, StringComparer.Ordinal))
        {
            if (link.Via is not { } via)
            {
                Join(link.From, link.To);
                continue;
            }

            Join(link.From, via);
            Join(via, link.To);
            orders[via] = orders[via] with { Routes = orders[via].Routes.Add(new(link.From, link.To)).Add(new(link.To, link.From)) };
        }

        return orders;

        void Join(RelayId one, RelayId other)
        {
            Add(one, other);
            Add(other, one);
        }

        void Add(RelayId relay, RelayId peer)
        {
            var order = orders.GetValueOrDefault(relay) ?? new CascadeOrder(group, epoch, [], []);
            orders[relay] = order.Peers.Contains(peer) ? order : order with { Peers = [.. order.Peers.Add(peer).OrderBy(one => one.Value, StringComparer.Ordinal)] };
        }
    }

    /// <summary>True when both order the same.</summary>
    public static bool AreAlike(CascadeOrder one, CascadeOrder other) =>
        one.Epoch == other.Epoch && one.Peers.SequenceEqual(other.Peers) && one.Routes.SequenceEqual(other.Routes);
}
