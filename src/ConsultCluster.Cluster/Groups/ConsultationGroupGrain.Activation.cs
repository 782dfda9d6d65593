using ConsultCluster.Cluster.Events;
using ConsultCluster.Cluster.Media;
using ConsultCluster.Cluster.Watches;
using ConsultCluster.Cluster.Wire;
using ConsultCluster.Domain;
using ConsultCluster.Domain.Groups;
using ConsultCluster.Domain.Media;
using ConsultCluster.Ports.Stores;

namespace ConsultCluster.Cluster.Groups;

/// <summary>How the grain comes and goes, and how its requests, timers and what has happened reach the record.</summary>
internal sealed partial class ConsultationGroupGrain
{
    /// <summary>Renewals that may be missed before a subscriber, and the seats whose leases it renews, count as gone.</summary>
    private const int MissedRenewals = 3;

    private ITimer _clock = null!;
    private IGrainTimer _settle = null!;
    private IGrainTimer _sweep = null!;
    private TaskScheduler _turns = null!;
    private Task _loading = Task.CompletedTask;
    private DateTimeOffset _lastCall;
    private DateTimeOffset? _retryAt;
    private bool _isIdle;
    private bool _isLeaving;

    /// <summary>Another activation has the group.</summary>
    private bool _isTaken;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        var lease = MissedRenewals * silo.Settings.RenewEvery;
        _id = new GroupId(this.GetPrimaryKeyString());
        _turns = TaskScheduler.Current;
        _lastCall = _services.Now;
        _record = new GroupRecord(_id, _services, OnCommitted, OnAdopted);
        _media = new GroupMedia(_id, _services, this, states.Of<PlanMemory>(PlanKeeper.StateName, GrainContext), _turns);
        _feeds = new EventFeeds(_id, lease, logger);
        _leases = new SeatLeases(lease);
        _reminder = new GroupReminder(this, _id, silo.Settings.ReminderEvery, logger);
        _chat = new ChatBudget(_services.Options.ChatPerMember, _services.Options.ChatPerGroup);
        _active = new ActiveGroup(_media, () => _record.State, FollowSoon);
        _settle = this.RegisterGrainTimer(SettleAsync, new GrainTimerCreationOptions(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan));
        _sweep = this.RegisterGrainTimer(SweepAsync, new GrainTimerCreationOptions(silo.Settings.RenewEvery, silo.Settings.RenewEvery) { Interleave = true });
        _clock = _services.Clock.CreateTimer(_ => _ = Task.Factory.StartNew(SettleSoon, default, default, _turns), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        silo.Active.Add(_active);
        return Task.CompletedTask;
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        _isLeaving = true;
        silo.Active.Remove(_active);
        await _clock.DisposeAsync();
        _settle.Dispose();
        _sweep.Dispose();
        var released = _media.ReleaseAsync(_isTaken, cancellationToken);

        // When a silo stops, its subscribers see that in the membership; until then they would only activate the group here again.
        _feeds.End(isAnnounced: reason.ReasonCode != DeactivationReasonCode.ShuttingDown);
        if (_isIdle)
        {
            await _reminder.DeactivateAsync(_record.State.NextDeadline() - _services.Now);
        }

        await released;
    }

    private Task<Answer<T>> CommandAsync<T>(Func<Group, DateTimeOffset, Decision<T>> command)
        where T : class => CommandAsync((group, now) => Task.FromResult(command(group, now)));

    private async Task<Answer<T>> CommandAsync<T>(Func<Group, DateTimeOffset, Task<Decision<T>>> command)
        where T : class => await AnswerAsync(() => _record.ApplyAsync(command));

    /// <summary>Answers from what was saved or from the media plan; interleaves with a command that is being saved.</summary>
    private async Task<Answer<T>> LoadedAsync<T>(Func<Outcome<T>> look)
        where T : class => await AnswerAsync(() => Task.FromResult(look()));

    /// <summary>Changes the media plan; interleaves likewise.</summary>
    private async Task<Answer> PlannedAsync(Func<Outcome> change)
    {
        Outcome<GroupMedia> Change() => change().Refusal is { } refusal ? refusal : _media;
        return (await LoadedAsync(Change)).Plain();
    }

    private async Task<Answer<T>> AnswerAsync<T>(Func<Task<Outcome<T>>> ask)
        where T : class
    {
        _lastCall = _services.Now;
        try
        {
            await LoadAsync();
            var (value, refusal) = await ask();
            return new Answer<T>(value, refusal, null);
        }
        catch (StorageUnavailableException e)
        {
            return new Answer<T>(null, null, StorageFault.Of(e));
        }
        catch (StaleGroupException)
        {
            throw LeaveToOther();
        }
        finally
        {
            Rearm();
        }
    }

    /// <summary>One load for all who wait for it.</summary>
    private Task LoadAsync()
    {
        if (!_record.IsLoaded && _loading.IsCompleted)
        {
            _loading = LoadOnceAsync();
        }

        return _loading;
    }

    private async Task LoadOnceAsync()
    {
        await _record.LoadAsync();
        var group = _record.State;
        if (group.Request is not null)
        {
            ClusterLog.Activated(_services.Logger, _id, group.Epoch, group.Seats.Length);
            await FollowAllAsync(group);
        }

        if (!group.Seats.IsEmpty)
        {
            _media.FindSessions();
        }
    }

    /// <summary>What makes a group live on also sets its reminder.</summary>
    private async Task<Answer<T>> WatchedAsync<T>(Task<Answer<T>> asked)
        where T : class
    {
        var answer = await asked;
        if (answer.Value is not null)
        {
            await _reminder.ActivateAsync();
        }

        return answer;
    }

    /// <summary>Something has happened, which is put on record as soon as the store takes it.</summary>
    private void Add(TerminalId? terminal, Func<Group, DateTimeOffset, Decision<Group>> decide, bool isLatest = false)
    {
        _record.Add(new PendingCommand(terminal, decide, isLatest));
        SettleSoon();
    }

    /// <summary>Queues a request that saves what is pending and does what is due.</summary>
    private void SettleSoon()
    {
        if (!_isLeaving)
        {
            _settle.Change(TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        }
    }

    private async Task SettleAsync(CancellationToken cancellation)
    {
        try
        {
            await LoadAsync();
            await _record.SettleAsync();
            _retryAt = null;
            Rearm();
        }
        catch (StorageUnavailableException e)
        {
            ClusterLog.SaveFailed(_services.Logger, e, _id);
            Retry();
        }
        catch (StaleGroupException)
        {
            _ = LeaveToOther();
        }
        catch (Exception e)
        {
            ClusterLog.TurnFailed(_services.Logger, e, _id);
            Retry();
        }
    }

    private Task SweepAsync(CancellationToken cancellation)
    {
        _feeds.Sweep();
        foreach (var terminal in _leases.RunOut(_record.State))
        {
            ClusterLog.LeaseRanOut(_services.Logger, _id, terminal);
            Add(terminal, (group, now) => group.Detach(terminal, now));
        }

        Rearm();
        return Task.CompletedTask;
    }

    /// <summary>Another activation has saved the group: this one ends, and the caller asks again.</summary>
    private SiloUnavailableException LeaveToOther()
    {
        _isTaken = true;
        ClusterLog.TakenOver(_services.Logger, _id);
        DeactivateOnIdle();
        return new SiloUnavailableException("The group is active in another silo.");
    }

    /// <summary>Sets the timer for the next deadline, or lets the grain go when nothing needs it.</summary>
    private void Rearm()
    {
        if (_isLeaving || !_loading.IsCompleted)
        {
            return;
        }

        var now = _services.Now;
        var group = _record.State;
        var deadline = group.NextDeadline();
        var isNeeded = _record.HasPending || !group.Seats.IsEmpty || !_feeds.IsEmpty || _media.IsOpening;
        var idleAt = group.Request is null ? now : _lastCall + _services.Options.IdleAfter;
        if (!isNeeded && idleAt <= now)
        {
            _isIdle = true;
            ClusterLog.Rested(_services.Logger, _id);
            DeactivateOnIdle();
            return;
        }

        var next = !isNeeded && (deadline is null || idleAt < deadline) ? idleAt : deadline;
        if (_record.HasPending)
        {
            _retryAt ??= now + _services.Options.RetryAfter;
            next = _retryAt;
        }

        Arm(next - now);
    }

    private void Retry()
    {
        _retryAt = _services.Now + _services.Options.RetryAfter;
        Arm(_services.Options.RetryAfter);
    }

    private void Arm(TimeSpan? due) =>
        _clock.Change(due is { } wait ? Timers.Within(wait) : Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
}
