using ConsultCluster.Domain;
using ConsultCluster.Domain.Groups;
using ConsultCluster.Domain.Groups.Effects;
using ConsultCluster.Ports.Relays;

namespace ConsultCluster.Cluster.Activations;

/// <summary>Carries out on the relays what the group decided. Only for the group's turns.</summary>
internal sealed class GroupMedia
{
    private readonly GroupId _id;
    private readonly Func<RelayId, IRelayObserver> _reports;
    private readonly EngineServices _services;

    /// <summary>Relays that hold sessions of this group and report to it.</summary>
    private readonly Dictionary<RelayId, (IRelay Relay, IRelayObserver Reports)> _relays = [];

    public GroupMedia(GroupId id, Func<RelayId, IRelayObserver> reports, EngineServices services)
    {
        (_id, _reports, _services) = (id, reports, services);
        Routes = new GroupRoutes(id, services, Order);
    }

    /// <summary>The ways between the group's relays.</summary>
    public GroupRoutes Routes { get; }

    /// <summary>
    /// Opens or renews the session that carries the terminal's media. It stays where it is while that relay is there: a terminal that
    /// negotiates again does so on the transport that it has. To move, there is the standby session.
    /// </summary>
    public async Task<Outcome<MediaAnswer>> OpenAsync(Group group, SeatState seat, MediaOffer offer)
    {
        if (seat.Place is { } place && _services.Placement.IsThere(place.Relay))
        {
            return await OpenAsync(place.Relay, Order(group, seat, offer, isStandby: false));
        }

        var placement = _services.Placement.Place(group, seat, offer);
        return placement.Succeeded
            ? await OpenAsync(placement.Value.Relay, Order(group, seat, offer, isStandby: false))
            : placement.Refusal;
    }

    /// <summary>Opens the terminal's standby session.</summary>
    public async Task<Outcome<MediaAnswer>> OpenStandbyAsync(Group group, SeatState seat, MediaOffer offer)
    {
        return _services.Placement.Standby(group, seat, offer) is { } standby
            ? await OpenAsync(standby, Order(group, seat, offer, isStandby: true))
            : NoStandby;
    }

    /// <summary>Gives the order and does not wait: a relay takes orders in the sequence of the calls.</summary>
    public void Order(GroupEffect effect, long epoch)
    {
        switch (effect)
        {
            case SessionMuted muted:
                OrderAll(relay => relay.SetMutedAsync(_id, epoch, muted.Terminal, muted.Muted));
                break;
            case SessionMoved moved:
                Order(moved.To, relay => relay.ActivateSessionAsync(_id, epoch, moved.Terminal));
                break;
            case SessionActivated activated:
                Order(activated.Relay, relay => relay.ActivateSessionAsync(_id, epoch, activated.Terminal));
                break;
            case SessionEnded ended:
                Order(ended.Relay, relay => relay.CloseSessionAsync(_id, epoch, ended.Terminal));
                break;
            case SessionClosed closed:
                OrderAll(relay => relay.CloseSessionAsync(_id, epoch, closed.Terminal));
                break;
            case GroupSessionsClosed:
                OrderAll(relay => relay.CloseGroupAsync(_id, epoch));
                break;
        }
    }

    /// <summary>
    /// Joins the relays that hold sessions of the group, hears from them, and no longer from others. Standby relays are joined too, so that
    /// nothing has to be set up when media moves there.
    /// </summary>
    public void Settle(Group group)
    {
        var used = group.Relays();
        Routes.Settle(used, group.Epoch);
        foreach (var relay in _relays.Keys.Except(used).ToArray())
        {
            _relays.Remove(relay, out var left);
            left.Relay.Unobserve(_id, left.Reports);
        }
    }

    /// <summary>A relay holds sessions of the group from before.</summary>
    public void TakeUp(IRelay relay) => Hear(relay);

    /// <summary>Nobody hears from any relay any more.</summary>
    public void Release()
    {
        foreach (var (relay, heard) in _relays.Values)
        {
            relay.Unobserve(_id, heard);
        }

        _relays.Clear();
        Routes.Clear();
    }

    private static Refusal NoRelay { get; } = new(RefusalCodes.RelayUnavailable, "No relay can take the call now. Try again in a moment.");

    private static Refusal NoStandby { get; } = new(RefusalCodes.RelayNoStandby, "There is no second relay for a standby session now.");

    private SessionOrder Order(Group group, SeatState seat, MediaOffer offer, bool isStandby) =>
        new(_id, group.Epoch, seat.Terminal, seat.Member.Permissions, seat.Member.Muted, offer) { IsStandby = isStandby };

    private async Task<Outcome<MediaAnswer>> OpenAsync(RelayId chosen, SessionOrder order)
    {
        if (_services.Relays.Find(chosen) is not { } relay)
        {
            return NoRelay;
        }

        try
        {
            Hear(relay);
            return await relay.OpenSessionAsync(order).WaitAsync(_services.Options.RelayTimeout, _services.Clock);
        }
        catch (Exception e)
        {
            EngineLog.RelayFailed(_services.Logger, e, _id, relay.Id);
            return new Refusal(RefusalCodes.RelayUnavailable, "The relay did not answer. Try again in a moment.");
        }
    }

    /// <summary>A relay between two of the group's holds none of its sessions.</summary>
    private void Order(RelayId relay, CascadeOrder order)
    {
        if ((_relays.TryGetValue(relay, out var known) ? known.Relay : _services.Relays.Find(relay)) is { } found)
        {
            Order(found, it => it.SetCascadeAsync(order));
        }
    }

    private void Hear(IRelay relay)
    {
        if (!_relays.TryGetValue(relay.Id, out var known) || !ReferenceEquals(known.Relay, relay))
        {
            var heard = _reports(relay.Id);
            _relays[relay.Id] = (relay, heard);
            relay.Observe(_id, heard);
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
                EngineLog.RelayRefused(_services.Logger, _id, relay.Id, outcome.Refusal.Code);
            }
        }
        catch (Exception e)
        {
            EngineLog.RelayFailed(_services.Logger, e, _id, relay.Id);
        }
    }
}
