using System.Collections.Concurrent;
using ConsultCluster.Domain;
using ConsultCluster.Domain.Groups;
using ConsultCluster.Engine.Groups;
using ConsultCluster.Engine.Relays;
using ConsultCluster.Engine.Stores;
using Microsoft.Extensions.Logging;

namespace ConsultCluster.Engine.Embedded;

/// <summary>
/// The engine of one machine: every group lives in this process, one mailbox each, durable in the store before a caller is
/// answered. Stopping writes nothing, so that stopping and being killed are the same to whoever comes back.
/// </summary>
public sealed class EmbeddedGroups : IConsultationGroups, IAsyncDisposable
{
    private readonly EmbeddedServices _services;
    private readonly ConcurrentDictionary<GroupId, GroupActivation> _activations = new();
    private readonly ConcurrentDictionary<GroupId, ITimer> _alarms = new();
    private readonly RelayChanges _relayChanges;
    private volatile bool _stopped;

    /// <summary>An engine that has picked up nothing yet; see <see cref="StartAsync"/>.</summary>
    /// <exception cref="ArgumentException">Options are wrong; the message names all mistakes.</exception>
    public EmbeddedGroups(IGroupStore store, IRelays relays, TimeProvider clock, EmbeddedOptions options, ILoggerFactory loggers)
    {
        var mistakes = options.Validate();
        if (mistakes.Count > 0)
        {
            throw new ArgumentException(string.Join(' ', mistakes), nameof(options));
        }

        _services = new EmbeddedServices(store, relays, clock, options, loggers.CreateLogger<EmbeddedGroups>());
        _relayChanges = new RelayChanges(this, _services);
    }

    /// <summary>Groups in memory now.</summary>
    public int InMemory => _activations.Count;

    /// <summary>Groups in memory now, from any thread.</summary>
    internal IEnumerable<GroupActivation> Activations => _activations.Values;

    internal IGroupStore Store => _services.Store;

    internal ILogger Logger => _services.Logger;

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
    public IConsultationGroup Get(GroupId group) => new EmbeddedGroup(this, group);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _stopped = true;
        _relayChanges.Dispose();
        foreach (var alarm in _alarms.Values)
        {
            await alarm.DisposeAsync();
        }

        foreach (var activation in _activations.Values)
        {
            await activation.StopAsync();
        }

        _services.Links.Dispose();
    }

    internal bool IsInMemory(GroupId group) => _activations.ContainsKey(group);

    /// <summary>Asks the group; one that is just leaving memory is brought back.</summary>
    internal async Task<T> AskAsync<T>(GroupId group, Func<GroupActivation, Task<T>?> ask)
    {
        while (true)
        {
            ObjectDisposedException.ThrowIf(_stopped, this);
            var activation = _activations.GetOrAdd(group, static (id, self) => new GroupActivation(id, self._services, self.OnRested), this);
            if (ask(activation) is { } answer)
            {
                return await answer;
            }

            Forget(activation);
        }
    }

    /// <summary>Tells the group of something that happened; a group that is not in memory has no members to whom it could have.</summary>
    internal Task OweAsync(GroupId group, Func<Group, DateTimeOffset, Decision<Group>> command) =>
        _activations.TryGetValue(group, out var activation) ? activation.Owe(command) : Task.CompletedTask;

    private void OnRested(GroupActivation activation, DateTimeOffset? wakeAt)
    {
        if (wakeAt is { } at && !_stopped)
        {
            SetAlarm(activation.Id, at);
        }

        Forget(activation);
    }

    private void Forget(GroupActivation activation) =>
        _activations.TryRemove(KeyValuePair.Create(activation.Id, activation));

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
            await AskAsync(group, activation => activation.TryApply((state, now) => Task.FromResult(state.HandleTimeout(now))));
        }
        catch (StorageUnavailableException e)
        {
            EmbeddedLog.SaveFailed(Logger, e, group);
            SetAlarm(group, _services.Now + _services.Options.RetryAfter);
        }
        catch (ObjectDisposedException)
        {
            // The engine stopped meanwhile; the next process picks the group up.
        }
    }
}
