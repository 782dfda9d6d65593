using System.Collections.Immutable;
using ConsultCluster.Domain;
using ConsultCluster.Domain.Groups;
using ConsultCluster.Domain.Groups.Effects;
using ConsultCluster.Ports.Stores;

namespace ConsultCluster.Cluster.Groups;

/// <summary>
/// The durable half of a group: request, members, tokens, chat and audit. A command is decided, saved in one transaction, and only then answered and told. Its caller is the
/// grain, whose requests never overlap.
/// </summary>
/// <param name="committed">Called with the state and the effects of each decision once it is saved.</param>
/// <param name="adopted">Called when a save turned out to be committed after all: what was not to be saved since then is lost.</param>
internal sealed class GroupRecord(GroupId id, GroupServices services, Action<Group, ImmutableArray<GroupEffect>> committed, Action adopted)
{
    private readonly PendingCommands _pending = new();

    /// <summary>Saves whose answers were lost since the last one that is certain.</summary>
    private readonly List<DoubtfulSave> _doubts = [];

    private Group _group = Group.Unrequested(id, services.Rules);
    private long _version;
    private bool _mustCheck;

    /// <summary>The group as it was saved last; from any thread.</summary>
    public Group State => Volatile.Read(ref _group);

    /// <summary>The group was read from the store.</summary>
    public bool IsLoaded { get; private set; }

    /// <summary>Something that happened is not saved yet.</summary>
    public bool HasPending => !_pending.IsEmpty;

    /// <summary>Reads the group and begins a new epoch: every seat is held until its terminal's front end says that it is still there.</summary>
    /// <exception cref="StorageUnavailableException">Calling again is safe.</exception>
    public async Task LoadAsync()
    {
        for (var isSecond = false; ; isSecond = true)
        {
            try
            {
                var stored = await services.Store.LoadAsync(id);
                _version = stored?.Version ?? 0;
                _group = Read(stored);
                await CommitAsync(_group.Activate(services.Now));

                // What came due while no process had the group.
                await CommitAsync(_group.HandleTimeout(services.Now));
                IsLoaded = true;
                return;
            }
            catch (StaleGroupException) when (!isSecond)
            {
                ClusterLog.Stale(services.Logger, id);
            }
        }
    }

    /// <summary>Takes what has happened, which nobody can repeat: it is saved when the store can, before any other command.</summary>
    public void Add(PendingCommand command) => _pending.Add(command);

    /// <summary>Decides a command on the latest state, saves what follows, and answers.</summary>
    /// <param name="decide">Reads what it needs from the store; may run twice.</param>
    /// <exception cref="StorageUnavailableException">Nothing was acknowledged.</exception>
    /// <exception cref="StaleGroupException">Another activation saved the group: this one is no longer its home.</exception>
    public async Task<Outcome<T>> ApplyAsync<T>(Func<Group, DateTimeOffset, Task<Decision<T>>> decide)
        where T : class
    {
        for (var isSecond = false; ; isSecond = true)
        {
            try
            {
                await CheckAsync();
                await SavePendingAsync();
                return await CommitAsync(await decide(_group, services.Now));
            }
            catch (StaleGroupException) when (!isSecond)
            {
                ClusterLog.Stale(services.Logger, id);
            }
        }
    }

    /// <summary>Saves what is pending and does what is due.</summary>
    /// <exception cref="StorageUnavailableException">It stays pending.</exception>
    /// <exception cref="StaleGroupException">As for <see cref="ApplyAsync"/>.</exception>
    public Task SettleAsync() => ApplyAsync((group, _) => Task.FromResult(new Decision<Group>(group, [], MustSave: false, group)));

    private Group Read(StoredGroup? stored) => stored is null
        ? Group.Unrequested(id, services.Rules)
        : GroupDocument.Read(stored.Document, stored.Request, services.Rules);

    private async Task SavePendingAsync()
    {
        while (_pending.TryPeek(out var command))
        {
            Decision<Group> decision;
            try
            {
                decision = command.Decide(_group, services.Now);
            }
            catch (Exception e)
            {
                // Trying again would fail again.
                ClusterLog.TurnFailed(services.Logger, e, id);
                _pending.RemoveFirst();
                continue;
            }

            await CommitAsync(decision, isPending: true);
            _pending.RemoveFirst();
        }

        await CommitAsync(_group.HandleTimeout(services.Now));
    }

    private async Task<Outcome<T>> CommitAsync<T>(Decision<T> decision, bool isPending = false)
        where T : class
    {
        if (decision.MustSave)
        {
            try
            {
                await services.Store.SaveAsync(TurnRecord.Of(decision, _version));
            }
            catch (StaleGroupException)
            {
                _mustCheck = IsLoaded;
                throw;
            }
            catch (Exception e) when (e is not StorageUnavailableException { MayBeRecorded: false } && IsLoaded)
            {
                // The transaction may have been committed and only its answer lost.
                _doubts.Add(new DoubtfulSave(decision.Next, decision.Effects, isPending));
                _mustCheck = true;
                throw;
            }

            _version++;
            _doubts.Clear();
        }

        Publish(decision.Next, decision.Effects);
        return decision.Answer;
    }

    /// <summary>
    /// Finds out what became of a save whose answer was lost. A save that is not there yet may still arrive, so it is remembered until another one succeeds: that one is then
    /// refused as stale, and leads here again. If several may have arrived nobody can say which, and the group has to be read anew.
    /// </summary>
    private async Task CheckAsync()
    {
        if (!_mustCheck)
        {
            return;
        }

        var stored = await services.Store.LoadAsync(id);
        var version = stored?.Version ?? 0;
        if (version != _version)
        {
            var found = Read(stored);
            if (version != _version + 1 || _doubts is not [var doubt] || (found.Epoch, found.Sequence) != (doubt.Next.Epoch, doubt.Next.Sequence))
            {
                throw new StaleGroupException(id);
            }

            ClusterLog.SavedAfterAll(services.Logger, id);
            _version = version;
            _doubts.Clear();
            if (doubt.IsPending)
            {
                _pending.RemoveFirst();
            }

            Publish(doubt.Next, doubt.Effects);
            adopted();
        }

        _mustCheck = false;
    }

    private void Publish(Group next, ImmutableArray<GroupEffect> effects)
    {
        Volatile.Write(ref _group, next);
        committed(next, effects);
    }

    /// <summary>A save that may or may not have been committed.</summary>
    /// <param name="IsPending">It saved the first of the pending commands.</param>
    private sealed record DoubtfulSave(Group Next, ImmutableArray<GroupEffect> Effects, bool IsPending);
}
