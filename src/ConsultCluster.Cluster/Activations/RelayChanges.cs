using ConsultCluster.Domain;
using ConsultCluster.Domain.Groups;
using ConsultCluster.Domain.Relays;
using ConsultCluster.Ports.Relays;

namespace ConsultCluster.Cluster.Activations;

/// <summary>
/// What the groups do when relays come and go: media leaves those that are lost or about to go, no way leads over them, and what a relay still holds
/// from before is taken up again or ended.
/// </summary>
internal sealed class RelayChanges : IDisposable
{
    private readonly GroupTable _groups;
    private readonly EngineServices _services;
    private readonly RelayDrains _drains;

    public RelayChanges(GroupTable groups)
    {
        (_groups, _services, _drains) = (groups, groups.Services, new RelayDrains(groups));
        _services.Relays.Changed += OnChanged;
    }

    public void Dispose()
    {
        _services.Relays.Changed -= OnChanged;
        _drains.Dispose();
    }

    private void OnChanged(RelayChange change)
    {
        if (change.After is null)
        {
            var relay = change.Before!.Relay.Id;
            _services.Links.Remove(relay);
            Leave(relay, null);
        }
        else if (change.After.State == RelayState.Draining)
        {
            _drains.Begin(change.After.Relay.Id);
            Avoid(change.After.Relay.Id);
        }
        else if (change.After.State == RelayState.Silent)
        {
            Leave(change.After.Relay.Id, change.After.State);
        }
        else
        {
            _services.Links.Renew(change.After.Relay.Id);
            _ = TakeUpAsync(change.After.Relay);
            foreach (var group in _groups.InMemory)
            {
                _ = group.TryMove((state, now) => state.WantStandbys(now));
                if (group.Routes.Involved.Contains(change.After.Relay.Id))
                {
                    group.SettleRoutes(routes => routes.Reconsider(forgetful: change.After.Relay.Id));
                }
            }
        }
    }

    private void Leave(RelayId relay, RelayState? state)
    {
        foreach (var group in _groups.InMemory)
        {
            group.LeaveRelay(relay, state);
        }

        Avoid(relay);
    }

    /// <summary>No way between other relays leads over it.</summary>
    private void Avoid(RelayId relay)
    {
        foreach (var group in _groups.InMemory)
        {
            if (group.Routes.Involved.Contains(relay))
            {
                group.SettleRoutes(static routes => routes.Reconsider(null));
            }
        }
    }

    private async Task TakeUpAsync(IRelay relay)
    {
        try
        {
            var held = await relay.ListSessionsAsync(group: null);
            foreach (var group in (held.Value ?? []).GroupBy(session => session.Group).Where(group => _groups.IsOnlyHome || _groups.IsInMemory(group.Key)))
            {
                await _groups.AskAsync(group.Key, activation => activation.TryTakeUp(relay, [.. group]));
            }
        }
        catch (Exception e)
        {
            EngineLog.TakeUpFailed(_services.Logger, e, relay.Id);
        }
    }
}
