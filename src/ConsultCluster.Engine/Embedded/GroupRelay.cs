using ConsultCluster.Domain;
using ConsultCluster.Domain.Groups;
using ConsultCluster.Domain.Groups.Effects;
using ConsultCluster.Engine.Relays;

namespace ConsultCluster.Engine.Embedded;

/// <summary>The one relay that a group has for as long as somebody is inside.</summary>
internal sealed class GroupRelay(GroupId id, IRelayObserver reports, EmbeddedServices services)
{
    private IRelay? _relay;

    public async Task<Outcome<MediaAnswer>> OpenAsync(SessionOrder order)
    {
        if (Current() is not { } relay)
        {
            return new Refusal(RefusalCodes.RelayUnavailable, "No relay can take the call now. Try again in a moment.");
        }

        try
        {
            relay.Observe(id, reports);
            return await relay.OpenSessionAsync(order).WaitAsync(services.Options.RelayTimeout, services.Clock);
        }
        catch (Exception e)
        {
            EmbeddedLog.RelayFailed(services.Logger, e, id, relay.Id);
            return new Refusal(RefusalCodes.RelayUnavailable, "The relay did not answer. Try again in a moment.");
        }
    }

    /// <summary>Gives the order and does not wait: a relay takes orders in the sequence of the calls.</summary>
    public void Order(GroupEffect effect, long epoch)
    {
        if (_relay is not { } relay)
        {
            return;
        }

        Task<Outcome>? done = null;
        try
        {
            done = effect switch
            {
                SessionMuted muted => relay.SetMutedAsync(id, epoch, muted.Terminal, muted.Muted),
                SessionClosed closed => relay.CloseSessionAsync(id, epoch, closed.Terminal),
                GroupSessionsClosed => relay.CloseGroupAsync(id, epoch),
                _ => null,
            };
        }
        catch (Exception e)
        {
            EmbeddedLog.RelayFailed(services.Logger, e, id, relay.Id);
        }

        if (done is not null)
        {
            _ = WatchAsync(done, relay.Id);
        }
    }

    /// <summary>Nobody is inside: the next one to come may get another relay.</summary>
    public void Release()
    {
        _relay?.Observe(id, null);
        _relay = null;
    }

    private IRelay? Current()
    {
        if (_relay is null || services.Relays.Find(_relay.Id) is null)
        {
            _relay = services.Choice.Pick(services.Relays.All, services.Uptime);
        }

        return _relay;
    }

    private async Task WatchAsync(Task<Outcome> order, RelayId relay)
    {
        try
        {
            var outcome = await order;
            if (!outcome.Succeeded)
            {
                EmbeddedLog.RelayRefused(services.Logger, id, relay, outcome.Refusal.Code);
            }
        }
        catch (Exception e)
        {
            EmbeddedLog.RelayFailed(services.Logger, e, id, relay);
        }
    }
}
