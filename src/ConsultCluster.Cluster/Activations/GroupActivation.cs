using ConsultCluster.Domain;
using ConsultCluster.Domain.Groups;
using ConsultCluster.Domain.Groups.Effects;
using ConsultCluster.Domain.Groups.Events;
using ConsultCluster.Domain.Relays;
using ConsultCluster.Ports.Groups;
using ConsultCluster.Ports.Relays;
using ConsultCluster.Ports.Stores;

namespace ConsultCluster.Cluster.Activations;

/// <summary>One group in memory: its mailbox, its state, its timer. A turn applies, saves, then tells; in that order.</summary>
internal sealed class GroupActivation
{
    private readonly GroupId _id;
    private readonly EngineServices _services;
    private readonly Action<GroupActivation, DateTimeOffset?> _rested;
    private readonly TurnQueue _queue = new();
    private readonly List<ObserverFeed> _feeds = [];
    private readonly Queue<Func<Group, DateTimeOffset, Decision<Group>>> _owed = new();
    private readonly GroupMedia _media;
    private readonly KnownSlots _slots = new();
    private readonly ITimer _timer;
    private Group _group;
    private long _version;
    private bool _loaded;
    private DateTimeOffset _lastCall;

    /// <param name="rested">Called when the group left memory, with the time at which it has to be woken.</param>
    public GroupActivation(GroupId id, EngineServices services, Action<GroupActivation, DateTimeOffset?> rested)
    {
        _id = id;
        _services = services;
        _rested = rested;
        _group = Group.Unrequested(id, services.Rules);
        _lastCall = services.Now;
        _media = new GroupMedia(id, relay => new RelayReports(this, relay), services);
        _timer = services.Clock.CreateTimer(_ => Post(TickAsync), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public GroupId Id => _id;

    /// <summary>The group as the last turn left it, for whoever only looks; from any thread.</summary>
    public Group Now => Volatile.Read(ref _group);

    /// <summary>The ways between the group's relays.</summary>
    public GroupRoutes Routes => _media.Routes;

    /// <summary>Runs a command as a turn; null when the group is leaving memory and has to be asked anew.</summary>
    /// <param name="prepare">Reads what the command needs from the store; part of the turn.</param>
    public Task<Outcome<T>>? TryApply<T>(Func<Group, DateTimeOffset, Task<Decision<T>>> prepare)
        where T : class => _queue.TryAsk(() => TurnAsync(async () =>
        {
            await PayAsync();
            return await CommitAsync(await prepare(_group, _services.Now));
        }));

    /// <summary>Looks at the group as a turn; null when the group is leaving memory.</summary>
    public Task<Outcome<GroupSnapshot>>? TryLook() => TryLook(static () => { });

    /// <summary>From the snapshot on the observer hears everything, slots as they are first; null when the group is leaving memory.</summary>
    public Task<Outcome<GroupSnapshot>>? TrySubscribe(IGroupObserver observer) => TryLook(() =>
    {
        if (_feeds.Exists(feed => feed.Observer == observer))
        {
            return;
        }

        var feed = new ObserverFeed(observer, _services.Logger);
        _feeds.Add(feed);
        foreach (var (terminal, slots) in _slots.In(_group))
        {
            feed.Tell(it => it.OnSlots(terminal, slots));
        }
    });

    /// <summary>The observer hears nothing more; null when the group is leaving memory.</summary>
    public Task<Outcome<GroupSnapshot>>? TryUnsubscribe(IGroupObserver observer) => TryLook(() => _feeds.RemoveAll(feed => feed.Observer == observer));

    /// <summary>Names relays to measure, as a turn; null when the group is leaving memory.</summary>
    public Task<Outcome<RelayProbe[]>>? TryProbes(TerminalId terminal, string? region) => _queue.TryAsk(() => TurnAsync(() =>
    {
        var seat = _group.SeatForMedia(terminal);
        return Task.FromResult<Outcome<RelayProbe[]>>(seat.Succeeded ? _services.Placement.Probes(terminal, region) : seat.Refusal);
    }));

    /// <summary>Opens a media session as a turn; null when the group is leaving memory.</summary>
    public Task<Outcome<MediaAnswer>>? TryOffer(TerminalId terminal, MediaOffer offer) =>
        TryOpen(terminal, offer, MediaFlow.SeatForMedia, _media.OpenAsync, Placing.SessionOpened);

    /// <summary>Opens a standby session as a turn; null when the group is leaving memory.</summary>
    public Task<Outcome<MediaAnswer>>? TryOfferStandby(TerminalId terminal, MediaOffer offer) =>
        TryOpen(terminal, offer, MediaFlow.SeatForStandby, _media.OpenStandbyAsync, Placing.StandbyOpened);

    /// <summary>
    /// A command that nobody can repeat, because it tells of something that has happened. While the database cannot take it, it
    /// is kept and tried again before anything else. Done when it was tried once.
    /// </summary>
    public Task Owe(Func<Group, DateTimeOffset, Decision<Group>> command) =>
        _queue.TryAsk(async () =>
        {
            if (_loaded)
            {
                _owed.Enqueue(command);
                await TickAsync();
            }

            return true;
        }) ?? Task.CompletedTask;

    public void TellSlots(TerminalId terminal, RelayId relay, IReadOnlyList<SlotAssignment> slots) => _queue.TryPost(() =>
    {
        _slots.Take(terminal, relay, slots);
        if (_group.IsCarriedBy(terminal, relay))
        {
            Tell(o => o.OnSlots(terminal, slots));
        }

        return Task.CompletedTask;
    });

    /// <summary>Moves media as a turn, which waits for no database; null when the group is leaving memory.</summary>
    public Task<Outcome<Group>>? TryMove(Func<Group, DateTimeOffset, Decision<Group>> move) => _queue.TryAsk(async () =>
    {
        var decision = move(_group, _services.Now);
        var answer = await CommitAsync(decision);
        foreach (var moved in decision.Effects.OfType<SessionMoved>())
        {
            _ = Owe((group, now) => group.RecordMove(moved.Terminal, moved.From, moved.To, now));
        }

        return answer;
    });

    /// <summary>A relay is silent or gone, or is to be empty soon.</summary>
    /// <param name="state">Null when it is gone: who cannot move has lost the media.</param>
    public void LeaveRelay(RelayId relay, RelayState? state)
    {
        _ = TryMove((group, now) => group.MoveFrom(relay, lives: state == RelayState.Draining, now));
        if (state is null)
        {
            _ = Owe((group, now) => group.LoseSessionsOn(relay, now));
        }
    }

    /// <summary>Orders what is due of the ways between the group's relays, as a turn.</summary>
    /// <param name="first">What is to be known before.</param>
    public void SettleRoutes(Action<GroupRoutes>? first = null) => _queue.TryPost(() =>
    {
        try
        {
            first?.Invoke(Routes);
            _media.Settle(_group);
        }
        catch (Exception e)
        {
            EngineLog.TurnFailed(_services.Logger, e, _id);
        }

        return Task.CompletedTask;
    });

    /// <summary>A relay came with sessions of before, as a turn; null when the group is leaving memory.</summary>
    public Task<bool>? TryTakeUp(IRelay relay, IReadOnlyList<HeldSession> held) => _queue.TryAsk(() => TurnAsync(async () =>
    {
        _media.TakeUp(relay);
        var found = held.Select(session => new FoundSession(session.Terminal, session.IsStandby)).ToArray();
        await CommitAsync(_group.TakeUp(relay.Id, held.Max(session => session.Epoch), found, _services.Now));
        return true;
    }));

    /// <summary>Stops as a killed process does: nothing is written.</summary>
    public async Task StopAsync()
    {
        await _timer.DisposeAsync();
        await _queue.CloseAsync();
        _media.Release();
    }

    private void Post(Func<Task> turn) => _queue.TryPost(turn);

    private Task<Outcome<MediaAnswer>>? TryOpen(
        TerminalId terminal,
        MediaOffer offer,
        Func<Group, TerminalId, Outcome<SeatState>> seatFor,
        Func<Group, SeatState, MediaOffer, Task<Outcome<MediaAnswer>>> open,
        Func<Group, TerminalId, RelayId, DateTimeOffset, Decision<Group>> opened) => _queue.TryAsk(() => TurnAsync<Outcome<MediaAnswer>>(async () =>
    {
        var seat = seatFor(_group, terminal);
        if (!seat.Succeeded)
        {
            return seat.Refusal;
        }

        await CommitAsync(_group.Locate(terminal, offer.Near, _services.Now));
        var answer = await open(_group, seat.Value, offer);
        if (answer.Succeeded)
        {
            _slots.Forget(terminal, answer.Value.Relay);
            await CommitAsync(opened(_group, terminal, answer.Value.Relay, _services.Now));
        }

        return answer;
    }));

    private async Task<T> TurnAsync<T>(Func<Task<T>> turn)
    {
        _lastCall = _services.Now;
        try
        {
            return await OnFreshStateAsync(turn);
        }
        finally
        {
            Rearm();
        }
    }

    /// <summary>A group that somebody else saved meanwhile is loaded again, once.</summary>
    private async Task<T> OnFreshStateAsync<T>(Func<Task<T>> turn)
    {
        try
        {
            await LoadAsync();
            return await turn();
        }
        catch (StaleGroupException)
        {
            EngineLog.Stale(_services.Logger, _id);
            _loaded = false;
        }

        try
        {
            await LoadAsync();
            return await turn();
        }
        catch (StaleGroupException e)
        {
            _loaded = false;
            throw new StorageUnavailableException("Another process keeps saving this group.", e);
        }
    }

    private async Task LoadAsync()
    {
        if (_loaded)
        {
            return;
        }

        var stored = await _services.Store.LoadAsync(_id);
        _version = stored?.Version ?? 0;
        _group = stored is null
            ? Group.Unrequested(_id, _services.Rules)
            : GroupDocument.Read(stored.Document, stored.Request, _services.Rules);

        await CommitAsync(_group.Activate(_services.Now));

        // What came due while nobody had the group in memory.
        await CommitAsync(_group.HandleTimeout(_services.Now));
        _loaded = true;
        if (stored is not null)
        {
            EngineLog.Activated(_services.Logger, _id, _group.Epoch, _group.Seats.Length);
        }

        if (!_group.Seats.IsEmpty)
        {
            foreach (var listed in _services.Relays.Entries)
            {
                _ = FindSessionsAsync(listed.Relay);
            }
        }
    }

    /// <summary>Where the terminals' media is, the relays know: it is not kept with the group.</summary>
    private async Task FindSessionsAsync(IRelay relay)
    {
        try
        {
            var held = await relay.ListSessionsAsync(_id);
            if (held.Value is { Count: > 0 } sessions && TryTakeUp(relay, sessions) is { } takenUp)
            {
                await takenUp;
            }
        }
        catch (Exception e)
        {
            EngineLog.TakeUpFailed(_services.Logger, e, relay.Id);
        }
    }

    private async Task<Outcome<T>> CommitAsync<T>(Decision<T> decision)
        where T : class
    {
        if (decision.MustSave)
        {
            await _services.Store.SaveAsync(TurnRecord.Of(decision, _version));
            _version++;
        }

        _group = decision.Next;
        foreach (var effect in decision.Effects)
        {
            if (effect is EventRaised raised)
            {
                Tell(o => o.OnEvent(raised.Event));
                TellSlotsAgain(raised.Event);
            }
            else
            {
                _media.Order(effect, _group.Epoch);
            }

            if (effect is SessionMoved moved)
            {
                EngineLog.Moved(_services.Logger, _id, moved.Terminal, moved.From, moved.To);
            }
        }

        _slots.Keep(_group);
        _media.Settle(_group);
        return decision.Answer;
    }

    private Task<Outcome<GroupSnapshot>>? TryLook(Action listeners) => _queue.TryAsk(() => TurnAsync(() =>
    {
        var snapshot = _group.Snapshot();
        if (snapshot.Succeeded)
        {
            listeners();
        }

        return Task.FromResult(snapshot);
    }));

    /// <summary>A terminal takes slots for those of its new session only from the word on that it has moved; where it moved by itself they may have come before.</summary>
    private void TellSlotsAgain(GroupEvent told)
    {
        if (told is MemberMoved moved && _slots.Of(moved.Terminal, moved.Relay) is { } slots)
        {
            Tell(o => o.OnSlots(moved.Terminal, slots));
        }
    }

    /// <summary>Does what is owed, oldest first, and then what is due.</summary>
    private async Task PayAsync()
    {
        while (_owed.TryPeek(out var command))
        {
            await CommitAsync(command(_group, _services.Now));
            _owed.Dequeue();
        }

        await CommitAsync(_group.HandleTimeout(_services.Now));
    }

    private async Task TickAsync()
    {
        try
        {
            await OnFreshStateAsync(async () =>
            {
                await PayAsync();
                return true;
            });
            Rearm();
        }
        catch (StorageUnavailableException e)
        {
            EngineLog.SaveFailed(_services.Logger, e, _id);
            Arm(_services.Options.RetryAfter);
        }
        catch (Exception e)
        {
            _owed.TryDequeue(out _);
            EngineLog.TurnFailed(_services.Logger, e, _id);
            Arm(_services.Options.RetryAfter);
        }
    }

    /// <summary>Sets the timer for the next deadline, or lets the group rest.</summary>
    private void Rearm()
    {
        var now = _services.Now;
        var deadline = _group.NextDeadline();
        var idle = _owed.Count == 0 && _group.Seats.IsEmpty && _feeds.Count == 0;
        var restAt = _group.Request is null ? now : _lastCall + _services.Options.IdleAfter;

        if (idle && restAt <= now)
        {
            if (_queue.TryCloseIfEmpty())
            {
                _timer.Dispose();
                EngineLog.Rested(_services.Logger, _id);
                _rested(this, deadline);
            }

            return;
        }

        var next = idle && (deadline is null || restAt < deadline) ? restAt : deadline;
        if (_owed.Count > 0)
        {
            Arm(_services.Options.RetryAfter);
        }
        else if (next is { } at)
        {
            Arm(at - now);
        }
        else
        {
            _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>Never in this very moment, so that a database that stays away is not asked in a tight loop; never more than a timer can take.</summary>
    private void Arm(TimeSpan due)
    {
        var least = TimeSpan.FromMilliseconds(1);
        var most = TimeSpan.FromDays(40);
        _timer.Change(due < least ? least : due > most ? most : due, Timeout.InfiniteTimeSpan);
    }

    private void Tell(Action<IGroupObserver> news)
    {
        foreach (var feed in _feeds)
        {
            feed.Tell(news);
        }
    }
}
