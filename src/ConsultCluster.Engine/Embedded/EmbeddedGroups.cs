using System.Collections.Concurrent;
using ConsultCluster.Domain;
using ConsultCluster.Engine.Activations;
using ConsultCluster.Engine.Groups;
using ConsultCluster.Engine.Relays;
using ConsultCluster.Engine.Stores;
using Microsoft.Extensions.Logging;

namespace ConsultCluster.Engine.Embedded;

/// <summary>The engine of one machine: every group lives in this process, and timers here wake those that rest.</summary>
public sealed class EmbeddedGroups : IConsultationGroups, IGroupOverview, IAsyncDisposable
{
    private readonly EngineServices _services;
    private readonly GroupTable _table;
    private readonly ConcurrentDictionary<GroupId, ITimer> _alarms = new();
    private volatile bool _stopped;

    /// <summary>An engine that has picked up nothing yet; see <see cref="StartAsync"/>.</summary>
    /// <exception cref="ArgumentException">Options are wrong; the message names all mistakes.</exception>
    public EmbeddedGroups(IGroupStore store, IRelays relays, TimeProvider clock, EngineOptions options, ILoggerFactory loggers)
    {
        _services = new EngineServices(store, relays, clock, options, loggers.CreateLogger<EmbeddedGroups>());
        _table = new GroupTable(_services, isOnlyHome: true, OnRested);
    }

    /// <summary>Groups in memory now.</summary>
    public int InMemory => _table.Count;

    /// <summary>Picks up every group that was open when the process before ended: seats are held, timers run again.</summary>
    /// <exception cref="StorageUnavailableException">Some could not be loaded; calling again is safe.</exception>
    public async Task StartAsync()
    {
        foreach (var group in await _services.Store.ListOpenAsync())
        {
            await Get(group).SnapshotAsync();
        }
    }

    /// <inheritdoc/>
    public IConsultationGroup Get(GroupId group) => new ActivatedGroup(_table, group);

    /// <inheritdoc/>
    public Task<GroupOverview> LookAsync(int most) => Task.FromResult(_table.Look(most));

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _stopped = true;
        foreach (var alarm in _alarms.Values)
        {
            await alarm.DisposeAsync();
        }

        await _table.DisposeAsync();
    }

    private void OnRested(GroupId group, DateTimeOffset? wakeAt)
    {
        if (wakeAt is { } at && !_stopped)
        {
            SetAlarm(group, at);
        }
    }

    private void SetAlarm(GroupId group, DateTimeOffset at)
    {
        var due = at - _services.Now;
        var alarm = _services.Clock.CreateTimer(
            _ => Wake(group),
            null,
            due < TimeSpan.Zero ? TimeSpan.Zero : due,
            Timeout.InfiniteTimeSpan);
        _alarms.AddOrUpdate(group, alarm, (_, before) =>
        {
            before.Dispose();
            return alarm;
        });
    }

    private void Wake(GroupId group)
    {
        if (_alarms.TryRemove(group, out var alarm))
        {
            alarm.Dispose();
        }

        _ = WakeAsync(group);
    }

    private async Task WakeAsync(GroupId group)
    {
        try
        {
            await _table.WakeAsync(group);
        }
        catch (StorageUnavailableException e)
        {
            EngineLog.SaveFailed(_services.Logger, e, group);
            SetAlarm(group, _services.Now + _services.Options.RetryAfter);
        }
        catch (ObjectDisposedException)
        {
            // The engine stopped meanwhile; the next process picks the group up.
        }
    }
}
