using System.Collections.Concurrent;
using ConsultCluster.Domain;
using ConsultCluster.Domain.Groups;
using ConsultCluster.Ports.Groups;
using ConsultCluster.Ports.Stores;

namespace ConsultCluster.Cluster.Activations;

/// <summary>
/// The groups that are in this process's memory, one mailbox each, durable in the store before a caller is answered. Stopping writes
/// nothing, so that stopping and being killed are the same to whoever comes back.
/// </summary>
internal sealed class GroupTable : IAsyncDisposable
{
    private readonly ConcurrentDictionary<GroupId, GroupActivation> _activations = new();
    private readonly Action<GroupId, DateTimeOffset?> _rested;
    private readonly RelayChanges _relayChanges;
    private readonly RouteWatch _routeWatch;
    private readonly BalanceWatch _balanceWatch;
    private readonly RelayWatch _relayWatch;
    private volatile bool _stopped;

    /// <param name="isOnlyHome">No other process has groups: sessions that a relay holds of a group that is not in memory are this process's affair.</param>
    /// <param name="rested">Called when a group left memory by itself, with the time at which it has to be woken.</param>
    /// <exception cref="ArgumentException">Options are wrong; the message names all mistakes.</exception>
    public GroupTable(EngineServices services, bool isOnlyHome, Action<GroupId, DateTimeOffset?> rested)
    {
        var mistakes = services.Options.Validate();
        if (mistakes.Count > 0)
        {
            throw new ArgumentException(string.Join(' ', mistakes), nameof(services));
        }

        (Services, IsOnlyHome, _rested) = (services, isOnlyHome, rested);
        _relayChanges = new RelayChanges(this);
        _routeWatch = new RouteWatch(this);
        _balanceWatch = new BalanceWatch(this);
        _relayWatch = new RelayWatch(services);
    }

    public EngineServices Services { get; }

    public bool IsOnlyHome { get; }

    /// <summary>Groups in memory now, from any thread; those that come meanwhile may be among them.</summary>
    public IEnumerable<GroupActivation> InMemory => _activations.Select(static entry => entry.Value);

    /// <summary>How many they are.</summary>
    public int Count => _activations.Count;

    public bool IsInMemory(GroupId group) => _activations.ContainsKey(group);

    /// <summary>The groups in numbers, from any thread; those that nobody has asked for are only being looked up.</summary>
    public GroupOverview Look(int most)
    {
        var groups = _activations.Values.Select(activation => activation.Now).Where(group => group.Request is not null).ToArray();
        return new GroupOverview(
            groups.Length,
            [
                .. groups
                    .OrderByDescending(group => group.Seats.Length)
                    .ThenBy(group => group.Id.Value, StringComparer.Ordinal)
                    .Take(most)
                    .Select(GroupFigures.Of),
            ]);
    }

    /// <summary>Asks the group, which is brought into memory; one that is just leaving is brought back.</summary>
    public async Task<T> AskAsync<T>(GroupId group, Func<GroupActivation, Task<T>?> ask)
    {
        while (true)
        {
            ObjectDisposedException.ThrowIf(_stopped, this);
            var activation = _activations.GetOrAdd(group, static (id, self) => new GroupActivation(id, self.Services, self.OnRested), this);
            if (ask(activation) is { } answer)
            {
                return await answer;
            }

            Forget(activation);
        }
    }

    /// <summary>Tells the group of something that happened; a group that is not in memory has no members to whom it could have.</summary>
    public Task OweAsync(GroupId group, Func<Group, DateTimeOffset, Decision<Group>> command) =>
        _activations.TryGetValue(group, out var activation) ? activation.Owe(command) : Task.CompletedTask;

    /// <summary>Does what is due in the group.</summary>
    /// <exception cref="StorageUnavailableException">It could not be saved; calling again is safe.</exception>
    public Task WakeAsync(GroupId group) =>
        AskAsync(group, activation => activation.TryApply((state, now) => Task.FromResult(state.HandleTimeout(now))));

    /// <summary>Takes the group out of memory as a killed process does: another process is its home from now on.</summary>
    public Task StopAsync(GroupId group) =>
        _activations.TryRemove(group, out var activation) ? activation.StopAsync() : Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        _stopped = true;
        _relayChanges.Dispose();
        _routeWatch.Dispose();
        _balanceWatch.Dispose();
        _relayWatch.Dispose();
        foreach (var activation in _activations.Values)
        {
            await activation.StopAsync();
        }

        Services.Links.Dispose();
    }

    private void OnRested(GroupActivation activation, DateTimeOffset? wakeAt)
    {
        Forget(activation);
        if (!_stopped)
        {
            _rested(activation.Id, wakeAt);
        }
    }

    private void Forget(GroupActivation activation) =>
        _activations.TryRemove(KeyValuePair.Create(activation.Id, activation));
}
