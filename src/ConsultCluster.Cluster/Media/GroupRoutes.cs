using System.Collections.Immutable;
using ConsultCluster.Cluster.Groups;
using ConsultCluster.Domain;
using ConsultCluster.Domain.Relays;
using ConsultCluster.Ports.Relays;

namespace ConsultCluster.Cluster.Media;

/// <summary>
/// The ways between the relays of one group: which were chosen, and what each relay was ordered for them, the ones between that hold no terminal of
/// the group included. A way that is left stays open for a while, so that receivers change over when the new one delivers. For the group's turns, but
/// for the members that say otherwise.
/// </summary>
internal sealed class GroupRoutes(GroupId id, GroupServices services, Action<RelayId, CascadeOrder> order)
{
    /// <summary>
    /// Announcement, subscription and a keyframe take about three round trips of the new way, and a keyframe may have to wait for the one before
    /// it for 1 s.
    /// </summary>
    private static readonly TimeSpan _overlap = TimeSpan.FromSeconds(3);

    /// <summary>By relay: the newest order; null when nobody knows whether the relay has it.</summary>
    private readonly Dictionary<RelayId, CascadeOrder?> _ordered = [];

    private ImmutableArray<RelayId> _relays = [];
    private ImmutableArray<CascadeLink> _former = [];
    private long _closesAt = long.MaxValue;
    private bool _mustPlan;

    /// <summary>The ways in use, one for each pair of the group's relays. From any thread.</summary>
    public ImmutableArray<CascadeLink> Links { get; private set; } = [];

    /// <summary>Every relay that was ordered something. From any thread.</summary>
    public ImmutableArray<RelayId> Involved { get; private set; } = [];

    /// <summary>Two ways are open for some pair, until <see cref="IsDue"/>. From any thread.</summary>
    public bool IsChanging => Interlocked.Read(ref _closesAt) != long.MaxValue;

    /// <summary>The ways before may be closed now. From any thread.</summary>
    /// <param name="now">See <see cref="GroupServices.Uptime"/>.</param>
    public bool IsDue(TimeSpan now) => now.Ticks >= Interlocked.Read(ref _closesAt);

    /// <summary>The ways are chosen anew by the next <see cref="Settle"/>.</summary>
    /// <param name="forgetful">A relay that may not know its orders any more.</param>
    public void Reconsider(RelayId? forgetful)
    {
        _mustPlan = true;
        if (forgetful is { } relay && _ordered.ContainsKey(relay))
        {
            _ordered[relay] = null;
        }
    }

    /// <summary>Joins these relays, and orders what differs from before.</summary>
    public void Settle(ImmutableArray<RelayId> relays, long epoch)
    {
        var now = services.Uptime;
        var isSame = relays.SequenceEqual(_relays);
        if ((isSame && !_mustPlan && !IsDue(now)) || (relays.Length < 2 && _ordered.Count == 0))
        {
            _relays = relays;
            return;
        }

        if (!isSame || _mustPlan)
        {
            var before = Links;
            Links = Plan(relays);
            KeepOpen(before, now);
            (_relays, _mustPlan) = (relays, false);
        }

        if (IsDue(now))
        {
            _former = [];
            Interlocked.Exchange(ref _closesAt, long.MaxValue);
        }

        Order(epoch);
    }

    /// <summary>Nothing is in use any more, and nobody is told: the relays go on with what they have.</summary>
    public void Clear()
    {
        _ordered.Clear();
        (_relays, _former, _mustPlan) = ([], [], false);
        (Links, Involved) = ([], []);
        Interlocked.Exchange(ref _closesAt, long.MaxValue);
    }

    private ImmutableArray<CascadeLink> Plan(ImmutableArray<RelayId> relays)
    {
        var directory = services.Placement.Look();
        var links = ImmutableArray.CreateBuilder<CascadeLink>();
        foreach (var one in relays)
        {
            foreach (var other in relays)
            {
                if (string.CompareOrdinal(one.Value, other.Value) < 0)
                {
                    var current = Links.FirstOrDefault(link => link.From == one && link.To == other)?.Via;
                    var via = services.Placement.Route(directory, id, one, other, current);
                    links.Add(new CascadeLink(one, other, via));
                    if (via != current)
                    {
                        ClusterLog.Rerouted(services.Logger, id, one, other, via?.Value ?? "none", current?.Value ?? "none");
                    }
                }
            }
        }

        return links.ToImmutable();
    }

    /// <summary>A way that was left, between relays that are still joined, stays open if it still leads anywhere.</summary>
    private void KeepOpen(ImmutableArray<CascadeLink> before, TimeSpan now)
    {
        var left = before.Except(Links).ToArray();
        _former = [.. _former.Union(left).Where(way => Links.Any(link => link.From == way.From && link.To == way.To && link.Via != way.Via) && IsOpen(way))];
        var closesAt = _former.IsEmpty ? long.MaxValue : _former.Any(left.Contains) ? (now + _overlap).Ticks : _closesAt;
        Interlocked.Exchange(ref _closesAt, closesAt);
    }

    private bool IsOpen(CascadeLink link) => link.Via is not { } via || services.Placement.IsThere(via);

    private void Order(long epoch)
    {
        var orders = CascadeOrders.Of(id, epoch, Links.AddRange(_former));
        foreach (var link in Links)
        {
            services.Links.Ensure(link.From, link.To);
            if (link.Via is { } via)
            {
                services.Links.Ensure(link.From, via);
                services.Links.Ensure(via, link.To);
            }
        }

        foreach (var (relay, next) in orders)
        {
            if (_ordered.GetValueOrDefault(relay) is not { } before || !CascadeOrders.AreAlike(before, next))
            {
                _ordered[relay] = next;
                order(relay, next);
            }
        }

        foreach (var relay in _ordered.Keys.Except(orders.Keys).ToArray())
        {
            Dismiss(relay, epoch);
        }

        Involved = [.. _ordered.Keys];
    }

    /// <summary>The relay has no part in the group's ways any more. One that cannot hear it now is told when it is back.</summary>
    private void Dismiss(RelayId relay, long epoch)
    {
        // Before it is told: it may come back in this moment.
        var hears = services.Placement.IsThere(relay) || services.Relays.Find(relay) is null;
        order(relay, new CascadeOrder(id, epoch, [], []));
        if (hears)
        {
            _ordered.Remove(relay);
        }
        else
        {
            _ordered[relay] = null;
        }
    }
}
