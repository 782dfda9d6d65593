using System.Collections.Immutable;
using ConsultCluster.Domain;
using ConsultCluster.Domain.Groups;
using ConsultCluster.Domain.Groups.Effects;
using ConsultCluster.Engine.Relays;

namespace ConsultCluster.Engine.Embedded;

/// <summary>Carries out on the relays what the group decided. Only for the group's turns.</summary>
internal sealed class GroupMedia(GroupId id, Func<RelayId, IRelayObserver> reports, EmbeddedServices services)
{
    /// <summary>Relays that have orders of this group and report to it.</summary>
    private readonly Dictionary<RelayId, IRelay> _relays = [];

    /// <summary>Relays that share the group's tracks, as last ordered; none when all is on one.</summary>
    private ImmutableArray<RelayId> _cascade = [];

    /// <summary>
    /// Opens or renews the session that carries the terminal's media. It stays where it is while that relay is there: a terminal that
    /// negotiates again does so on the transport that it has. To move, there is the standby session.
    /// </summary>
    public async Task<Outcome<MediaAnswer>> OpenAsync(Group group, SeatState seat, MediaOffer offer)
    {
        if (seat.Place is { } place && services.Placement.IsThere(place.Relay))
        {
            return await OpenAsync(place.Relay, Order(group, seat, offer, isStandby: false));
        }

        var placement = services.Placement.Place(group, seat, offer);
        return placement.Succeeded
            ? await OpenAsync(placement.Value.Relay, Order(group, seat, offer, isStandby: false))
            : placement.Refusal;
    }

    /// <summary>Opens the terminal's standby session.</summary>
    public async Task<Outcome<MediaAnswer>> OpenStandbyAsync(Group group, SeatState seat, MediaOffer offer)
    {
        return services.Placement.Standby(group, seat, offer) is { } standby
            ? await OpenAsync(standby, Order(group, seat, offer, isStandby: true))
            : NoStandby;
    }

    /// <summary>Gives the order and does not wait: a relay takes orders in the sequence of the calls.</summary>
    public void Order(GroupEffect effect, long epoch)
    {
        switch (effect)
        {
            case SessionMuted muted:
                OrderAll(relay => relay.SetMutedAsync(id, epoch, muted.Terminal, muted.Muted));
                break;
            case SessionMoved moved:
                Order(moved.To, relay => relay.ActivateSessionAsync(id, epoch, moved.Terminal));
                Order(moved.From, relay => relay.CloseSessionAsync(id, epoch, moved.Terminal));
                break;
            case StandbyClosed closed:
                Order(closed.Relay, relay => relay.CloseSessionAsync(id, epoch, closed.Terminal));
                break;
            case SessionClosed closed:
                OrderAll(relay => relay.CloseSessionAsync(id, epoch, closed.Terminal));
                break;
            case GroupSessionsClosed:
                OrderAll(relay => relay.CloseGroupAsync(id, epoch));
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
        if (!used.SequenceEqual(_cascade) && (used.Length > 1 || _cascade.Length > 1))
        {
            Join(used, group.Epoch);
        }

        foreach (var relay in _relays.Keys.Except(used).ToArray())
        {
            _relays.Remove(relay, out var left);
            left!.Observe(id, null);
        }
    }

    /// <summary>A relay holds sessions of the group from before.</summary>
    public void TakeUp(IRelay relay) => Hear(relay);

    /// <summary>Ends a session that the group no longer wants.</summary>
    public void End(IRelay relay, long epoch, TerminalId terminal) => Order(relay, known => known.CloseSessionAsync(id, epoch, terminal));

    /// <summary>Nobody hears from any relay any more.</summary>
    public void Release()
    {
        foreach (var relay in _relays.Values)
        {
            relay.Observe(id, null);
        }

        _relays.Clear();
        _cascade = [];
    }

    private static Refusal NoRelay { get; } = new(RefusalCodes.RelayUnavailable, "No relay can take the call now. Try again in a moment.");

    private static Refusal NoStandby { get; } = new(RefusalCodes.RelayNoStandby, "There is no second relay for a standby session now.");

    private SessionOrder Order(Group group, SeatState seat, MediaOffer offer, bool isStandby) =>
        new(id, group.Epoch, seat.Terminal, seat.Member.Permissions, seat.Member.Muted, offer) { IsStandby = isStandby };

    private async Task<Outcome<MediaAnswer>> OpenAsync(RelayId chosen, SessionOrder order)
    {
        if (services.Relays.Find(chosen) is not { } relay)
        {
            return NoRelay;
        }

        try
        {
            Hear(relay);
            return await relay.OpenSessionAsync(order).WaitAsync(services.Options.RelayTimeout, services.Clock);
        }
        catch (Exception e)
        {
            EmbeddedLog.RelayFailed(services.Logger, e, id, relay.Id);
            return new Refusal(RefusalCodes.RelayUnavailable, "The relay did not answer. Try again in a moment.");
        }
    }

    private void Join(ImmutableArray<RelayId> used, long epoch)
    {
        foreach (var one in used)
        {
            foreach (var other in used.Where(other => string.CompareOrdinal(one.Value, other.Value) < 0))
            {
                services.Links.Ensure(one, other);
            }
        }

        foreach (var relay in used.Union(_cascade))
        {
            ImmutableArray<RelayId> peers = used.Contains(relay) ? used.Remove(relay) : [];
            Order(relay, known => known.SetCascadeAsync(new CascadeOrder(id, epoch, peers, Routes: [])));
        }

        _cascade = used;
    }

    private void Hear(IRelay relay)
    {
        if (!_relays.TryGetValue(relay.Id, out var known) || !ReferenceEquals(known, relay))
        {
            _relays[relay.Id] = relay;
            relay.Observe(id, reports(relay.Id));
        }
    }

    private void OrderAll(Func<IRelay, Task<Outcome>> order)
    {
        foreach (var relay in _relays.Values)
        {
            Order(relay, order);
        }
    }

    private void Order(RelayId relay, Func<IRelay, Task<Outcome>> order)
    {
        if (_relays.TryGetValue(relay, out var known))
        {
            Order(known, order);
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
                EmbeddedLog.RelayRefused(services.Logger, id, relay.Id, outcome.Refusal.Code);
            }
        }
        catch (Exception e)
        {
            EmbeddedLog.RelayFailed(services.Logger, e, id, relay.Id);
        }
    }
}
