using ConsultCluster.Cluster.Groups;
using ConsultCluster.Domain;
using ConsultCluster.Domain.Groups;
using ConsultCluster.Domain.Media;
using ConsultCluster.Domain.Relays;
using ConsultCluster.Ports.Relays;

namespace ConsultCluster.Cluster.Watches;

/// <summary>
/// What the groups do when relays come and go: media leaves relays that are lost or to be drained, no route leads over them, and sessions that a relay still holds are taken up or
/// ended.
/// </summary>
internal sealed class RelayChanges : IDisposable
{
    private readonly ActiveGroups _groups;
    private readonly GroupServices _services;
    private readonly bool _isAlone;
    private readonly RelayDrains _drains;

    /// <param name="isAlone">No other silo has groups: sessions of a group that is not active here belong to nobody.</param>
    public RelayChanges(ActiveGroups groups, GroupServices services, bool isAlone)
    {
        (_groups, _services, _isAlone, _drains) = (groups, services, isAlone, new RelayDrains(groups, services));
        services.Relays.Changed += OnChanged;
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
            Welcome(change.After.Relay);
        }
    }

    private void Welcome(IRelay relay)
    {
        _services.Links.Renew(relay.Id);
        _ = TakeUpAsync(relay);
        foreach (var group in _groups.Media)
        {
            group.Post(media => media.Apply(media.Plan.RequestStandbys(_services.Now)));
            if (group.Routes.Involved.Contains(relay.Id))
            {
                group.SettleRoutes(routes => routes.Reconsider(forgetful: relay.Id));
            }
        }
    }

    private void Leave(RelayId relay, RelayState? state)
    {
        foreach (var group in _groups.Media)
        {
            group.LeaveRelay(relay, state);
        }

        Avoid(relay);
    }

    /// <summary>No route between other relays leads over it.</summary>
    private void Avoid(RelayId relay)
    {
        foreach (var group in _groups.Media.Where(group => group.Routes.Involved.Contains(relay)))
        {
            group.SettleRoutes(static routes => routes.Reconsider(null));
        }
    }

    /// <summary>A group with members finds its sessions itself when it is activated.</summary>
    private async Task<bool> HasMembersAsync(GroupId group) =>
        await _services.Store.LoadAsync(group) is { } stored && !GroupDocument.Read(stored.Document, stored.Request, _services.Rules).Seats.IsEmpty;

    private async Task TakeUpAsync(IRelay relay)
    {
        try
        {
            var held = await relay.ListSessionsAsync(group: null);
            foreach (var sessions in (held.Value ?? []).GroupBy(session => session.Group))
            {
                if (_groups.Find(sessions.Key) is { } group)
                {
                    group.TakeUp(relay, [.. sessions]);
                }
                else if (_isAlone && !await HasMembersAsync(sessions.Key))
                {
                    await relay.CloseGroupAsync(sessions.Key, sessions.Max(session => session.Epoch));
                }
            }
        }
        catch (Exception e)
        {
            ClusterLog.TakeUpFailed(_services.Logger, e, relay.Id);
        }
    }
}
