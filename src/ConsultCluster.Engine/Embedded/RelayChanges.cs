using ConsultCluster.Domain;
using ConsultCluster.Domain.Groups;
using ConsultCluster.Engine.Relays;

namespace ConsultCluster.Engine.Embedded;

/// <summary>
/// What the groups do when relays come and go: media leaves those that are lost or about to go, and what a relay still holds from before
/// is taken up again or ended.
/// </summary>
internal sealed class RelayChanges : IDisposable
{
    private readonly EmbeddedGroups _groups;
    private readonly EmbeddedServices _services;

    public RelayChanges(EmbeddedGroups groups, EmbeddedServices services)
    {
        (_groups, _services) = (groups, services);
        services.Relays.Changed += OnChanged;
    }

    public void Dispose() => _services.Relays.Changed -= OnChanged;

    private void OnChanged(RelayChange change)
    {
        if (change.After is null)
        {
            var relay = change.Before!.Relay.Id;
            _services.Links.Remove(relay);
            Leave(relay, isGone: true);
        }
        else if (change.After.State != RelayState.Active)
        {
            Leave(change.After.Relay.Id, isGone: false);
        }
        else
        {
            _services.Links.Renew(change.After.Relay.Id);
            _ = TakeUpAsync(change.After.Relay);
            foreach (var group in _groups.Activations)
            {
                _ = group.TryMove((state, now) => state.WantStandbys(now));
            }
        }
    }

    private void Leave(RelayId relay, bool isGone)
    {
        foreach (var group in _groups.Activations)
        {
            group.LeaveRelay(relay, isGone);
        }
    }

    private async Task TakeUpAsync(IRelay relay)
    {
        try
        {
            var held = await relay.ListSessionsAsync();
            foreach (var group in (held.Value ?? []).GroupBy(session => session.Group))
            {
                await _groups.AskAsync(group.Key, activation => activation.TryTakeUp(relay, [.. group]));
            }
        }
        catch (Exception e)
        {
            EmbeddedLog.TakeUpFailed(_services.Logger, e, relay.Id);
        }
    }
}
