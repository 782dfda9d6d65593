using System.Collections.Immutable;
using ConsultCluster.Cluster.Groups;
using ConsultCluster.Domain;
using ConsultCluster.Domain.Groups;
using ConsultCluster.Domain.Groups.Effects;
using ConsultCluster.Domain.Media;
using ConsultCluster.Domain.Media.Effects;
using ConsultCluster.Ports.Relays;

namespace ConsultCluster.Cluster.Media;

/// <summary>The relays of one group: carries out on them what was decided, and observes them. Only on the grain's scheduler.</summary>
internal sealed class GroupRelays
{
    private readonly GroupId _id;
    private readonly Func<RelayId, IRelayObserver> _reports;
    private readonly GroupServices _services;
    private readonly SessionGenerations _generations = new();

    /// <summary>Relays that hold, or are asked for, sessions of this group, and report to it.</summary>
    private readonly Dictionary<RelayId, (IRelay Relay, IRelayObserver Reports)> _relays = [];

    public GroupRelays(GroupId id, Func<RelayId, IRelayObserver> reports, GroupServices services)
    {
        (_id, _reports, _services) = (id, reports, services);
        Routes = new GroupRoutes(id, services, Order);
    }

    /// <summary>The routes between the group's relays.</summary>
    public GroupRoutes Routes { get; }

    /// <summary>Gives the orders that follow from a saved decision, and does not wait: a relay takes orders in the sequence of the calls.</summary>
    public void Order(GroupEffect effect, long epoch)
    {
        switch (effect)
        {
            case SessionMuted muted:
                OrderAll(relay => relay.SetMutedAsync(_id, epoch, muted.Terminal, muted.Muted));
                break;
            case SessionClosed closed:
                OrderAll(relay => _generations.CloseAsync(relay, _id, epoch, closed.Terminal));
                break;
            case GroupSessionsClosed:
                OrderAll(relay => relay.CloseGroupAsync(_id, epoch));
                break;
        }
    }

    /// <summary>Gives the orders that follow from a change of the plan, and does not wait.</summary>
    public void Order(MediaEffect effect, long epoch)
    {
        switch (effect)
        {
            case SessionMoved moved:
                Order(moved.To, relay => relay.ActivateSessionAsync(_id, epoch, moved.Terminal));
                break;
            case SessionActivated activated:
                Order(activated.Relay, relay => relay.ActivateSessionAsync(_id, epoch, activated.Terminal));
                break;
            case SessionEnded ended:
                Order(ended.Relay, relay => _generations.CloseAsync(relay, _id, epoch, ended.Terminal));
                break;
        }
    }

    /// <summary>Orders a session to be opened or renegotiated.</summary>
    /// <param name="isHeld">The relay holds it already.</param>
    public Task<Outcome<MediaAnswer>> OpenAsync(IRelay relay, SessionOrder order, bool isHeld) =>
        relay.OpenSessionAsync(order with { Generation = _generations.Open(order.Terminal, relay.Id, isHeld) });

    /// <summary>Orders the end of a terminal's session, and does not wait.</summary>
    public void Close(IRelay relay, long epoch, TerminalId terminal) => Order(relay, it => _generations.CloseAsync(it, _id, epoch, terminal));

    /// <summary>The relay reports to the group from now on.</summary>
    public void Observe(IRelay relay)
    {
        if (!_relays.TryGetValue(relay.Id, out var known) || !ReferenceEquals(known.Relay, relay))
        {
            var reports = _reports(relay.Id);
            _relays[relay.Id] = (relay, reports);
            relay.Observe(_id, reports);
        }
    }

    /// <summary>
    /// Joins the relays that hold sessions of the group, and stops observing others. Standby relays are joined too, so that nothing has to be set up when media moves there.
    /// </summary>
    /// <param name="used">Relays that hold sessions of the group, by the plan.</param>
    /// <param name="asked">Relays that are asked for a session now.</param>
    public void Settle(MediaPlan plan, ImmutableArray<RelayId> used, IEnumerable<RelayId> asked)
    {
        _generations.Keep(terminal => plan.Find(terminal) is not null);
        Routes.Settle(used, plan.Epoch);
        foreach (var relay in _relays.Keys.Except(used).Except(asked).ToArray())
        {
            _relays.Remove(relay, out var left);
            left.Relay.Unobserve(_id, left.Reports);
        }
    }

    /// <summary>No relay reports to the group any more.</summary>
    public void Release()
    {
        foreach (var (relay, reports) in _relays.Values)
        {
            relay.Unobserve(_id, reports);
        }

        _relays.Clear();
        Routes.Clear();
    }

    /// <summary>A relay between two of the group's relays holds none of its sessions.</summary>
    private void Order(RelayId relay, CascadeOrder order)
    {
        if ((_relays.TryGetValue(relay, out var known) ? known.Relay : _services.Relays.Find(relay)) is { } found)
        {
            Order(found, it => it.SetCascadeAsync(order));
        }
    }

    private void OrderAll(Func<IRelay, Task<Outcome>> order)
    {
        foreach (var (relay, _) in _relays.Values)
        {
            Order(relay, order);
        }
    }

    private void Order(RelayId relay, Func<IRelay, Task<Outcome>> order)
    {
        if (_relays.TryGetValue(relay, out var known))
        {
            Order(known.Relay, order);
        }
    }

    private void Order(IRelay relay, Func<IRelay, Task<Outcome>> order) => _ = WatchAsync(relay, order);

    private async Task WatchAsync(IRelay relay, Func<IRelay, Task<Outcome>> order)
    {
        try
        {
            var outcome = await order(relay);
            if (!outcome.Succeeded)
            {
                ClusterLog.RelayRefused(_services.Logger, _id, relay.Id, outcome.Refusal.Code);
            }
        }
        catch (Exception e)
        {
            ClusterLog.RelayFailed(_services.Logger, e, _id, relay.Id);
        }
    }
}
