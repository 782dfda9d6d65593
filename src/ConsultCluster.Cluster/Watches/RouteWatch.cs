using ConsultCluster.Cluster.Groups;
using ConsultCluster.Cluster.Media;
using ConsultCluster.Cluster.Placement;
using ConsultCluster.Domain.Relays;

namespace ConsultCluster.Cluster.Watches;

/// <summary>
/// Looks once per second whether the ways between the relays of the process's groups are still the best, has other ways measured where they are bad,
/// and closes ways that were left. Whatever is as it should be costs a few look-ups and no memory; nothing is written.
/// </summary>
internal sealed class RouteWatch : IDisposable
{
    /// <summary>Relays measure their links that often.</summary>
    private static readonly TimeSpan _interval = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Groups that change their ways in one go: a quarter of a relay's capacity at most, so that the next look sees the load of a relay over which all
    /// of them want to go.
    /// </summary>
    private const int MostChanges = 100;

    private readonly ActiveGroups _groups;
    private readonly GroupServices _services;
    private readonly DetourProbes _probes;
    private readonly ITimer _timer;
    private int _isLooking;

    public RouteWatch(ActiveGroups groups, GroupServices services)
    {
        (_groups, _services) = (groups, services);
        _probes = new DetourProbes(_services.Placement, _services.Links);
        _timer = _services.Clock.CreateTimer(_ => Look(), null, _interval, _interval);
    }

    /// <inheritdoc/>
    public void Dispose() => _timer.Dispose();

    private void Look()
    {
        if (Interlocked.Exchange(ref _isLooking, 1) == 1)
        {
            return;
        }

        try
        {
            LookOnce();
        }
        catch (Exception e)
        {
            ClusterLog.RoutesFailed(_services.Logger, e);
        }
        finally
        {
            Volatile.Write(ref _isLooking, 0);
        }
    }

    private void LookOnce()
    {
        RelayDirectory? directory = null;
        var now = _services.Uptime;
        var left = MostChanges;
        foreach (var group in _groups.Media)
        {
            var routes = group.Routes;
            if (routes.Links.IsEmpty && !routes.IsChanging)
            {
                continue;
            }

            directory ??= _services.Placement.Look();
            if (routes.IsDue(now))
            {
                group.SettleRoutes();
            }
            else if (!routes.IsChanging && left > 0 && IsToChange(directory, group, now))
            {
                left--;
                group.SettleRoutes(static routes => routes.Reconsider(null));
            }
        }

        if (directory is not null)
        {
            _probes.Probe(directory, now);
        }
    }

    private bool IsToChange(RelayDirectory directory, GroupMedia group, TimeSpan now)
    {
        var isToChange = false;
        foreach (var link in group.Routes.Links)
        {
            _probes.Note(directory, link, now);
            isToChange |= _services.Placement.Route(directory, group.Id, link.From, link.To, link.Via) != link.Via;
        }

        return isToChange;
    }
}
