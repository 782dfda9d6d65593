using System.Collections.Immutable;
using ConsultCluster.Cluster.Groups;
using ConsultCluster.Domain;
using ConsultCluster.Domain.Groups;
using ConsultCluster.Domain.Groups.Effects;
using ConsultCluster.Domain.Groups.Events;
using ConsultCluster.Domain.Media;
using ConsultCluster.Domain.Media.Effects;
using ConsultCluster.Domain.Relays;
using ConsultCluster.Ports.Relays;

namespace ConsultCluster.Cluster.Media;

/// <summary>
/// The volatile half of a group: its media plan, and the orders to relays that follow from it. Every change is synchronous on the grain's scheduler, so changes never overlap and
/// wait for no store and no relay: an order is given, and its answer comes back as another change.
/// </summary>
internal sealed class GroupMedia
{
    private readonly GroupServices _services;
    private readonly IGroupMediaHost _host;
    private readonly TaskScheduler _turns;
    private readonly GroupRelays _relays;
    private readonly KnownSlots _slots = new();
    private readonly KnownUndecodable _undecodable = new();
    private readonly SessionOpenings _openings = new();
    private readonly PlanKeeper _keeper;
    private readonly SessionFinding _finding;
    private readonly ITimer _timer;
    private MediaPlan _plan;
    private bool _isReleased;

    /// <param name="state">What activations leave to the next one; null when nothing is kept.</param>
    /// <param name="turns">The grain's scheduler.</param>
    public GroupMedia(GroupId id, GroupServices services, IGroupMediaHost host, IPersistentState<PlanMemory>? state, TaskScheduler turns)
    {
        (Id, _services, _host, _turns) = (id, services, host, turns);
        _plan = MediaPlan.Empty(id);
        _keeper = new PlanKeeper(id, state, services, () => _plan.Remember([.. _openings.Relays, .. _finding!.Relays]), write => Post(_ => write()));
        _finding = new SessionFinding(this, _keeper, services);
        _relays = new GroupRelays(id, relay => new RelayReports(this, relay, services.Clock), services);
        _timer = services.Clock.CreateTimer(_ => Post(media => media.Apply(media._plan.HandleTimeout(services.Now))), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public GroupId Id { get; }

    /// <summary>The plan as it is; from any thread.</summary>
    public MediaPlan Plan => Volatile.Read(ref _plan);

    /// <summary>The routes between the group's relays.</summary>
    public GroupRoutes Routes => _relays.Routes;

    /// <summary>A relay is asked for a session now.</summary>
    public bool IsOpening => _openings.Any;

    /// <summary>Changes the plan on the grain's scheduler; from any thread, returns at once.</summary>
    public void Post(Action<GroupMedia> change) => _ = Task.Factory.StartNew(
        () =>
        {
            if (!_isReleased)
            {
                Try(change);
            }
        },
        CancellationToken.None,
        TaskCreationOptions.DenyChildAttach,
        _turns);

    /// <summary>Takes over what was saved.</summary>
    public void Follow(Group group, ImmutableArray<GroupEffect> effects)
    {
        var next = _plan.Follow(group);
        foreach (var effect in effects)
        {
            _relays.Order(effect, next.Epoch);
        }

        Apply(new PlanDecision(next, []));
    }

    /// <summary>Applies a change of the plan.</summary>
    public Outcome Apply(PlanDecision decision)
    {
        // Most reports of relays change nothing.
        if (!ReferenceEquals(decision.Next, _plan) || !decision.Effects.IsEmpty)
        {
            Volatile.Write(ref _plan, decision.Next);
            foreach (var effect in decision.Effects)
            {
                Carry(effect);
            }

            Settle();
        }

        return new Outcome(decision.Refusal);
    }

    /// <summary>Lists relays for a terminal to measure.</summary>
    public RelayProbe[] Probes(TerminalId terminal, string? region) => _services.Placement.Probes(terminal, region);

    /// <summary>
    /// Opens or renews the session that carries a terminal's media, or its standby session. A session with media stays where it is while that relay is there: a terminal that
    /// negotiates again does so on the transport that it has.
    /// </summary>
    public async Task<Outcome<MediaAnswer>> OpenAsync(TerminalId terminal, MediaOffer offer, bool isStandby)
    {
        // A request may be taken before a change that was posted earlier; a report of the session before must not be taken for one of the new session.
        await Task.Yield();
        Apply(_plan.Locate(terminal, offer.Near, _services.Now));
        var asked = isStandby ? _plan.MediaForStandby(terminal) : _plan.MediaOf(terminal);
        if (asked.Value is not { } media)
        {
            return asked.Refusal!;
        }

        var chosen = isStandby ? ChooseStandby(media, offer) : Choose(media, offer);
        if (!chosen.Succeeded)
        {
            return chosen.Refusal;
        }

        var relay = chosen.Value;
        var order = new SessionOrder(Id, _plan.Epoch, terminal, media.Permissions, media.Muted, offer) { IsStandby = isStandby };
        var opening = _openings.Begin(terminal, relay.Id, isStandby);
        _keeper.Note(_openings.Relays, isEmpty: false);
        var slots = _slots.Forget(terminal, relay.Id);
        var answer = await AskAsync(relay, order, isHeld: Holds(media, relay.Id));
        var isLatest = _openings.End(opening);
        if (!answer.Succeeded)
        {
            _slots.Restore(terminal, relay.Id, slots);
        }
        else if (isLatest && _plan.Find(terminal) is not null)
        {
            Apply(isStandby ? _plan.StandbyOpened(terminal, relay.Id, _services.Now) : _plan.SessionOpened(terminal, relay.Id, _services.Now));
        }

        EndUnlessHeld(terminal, relay, answer.Succeeded);
        Settle();
        return answer.Succeeded && _plan.MediaOf(terminal) is { Succeeded: false } gone ? gone.Refusal : answer;
    }

    /// <summary>Moves a terminal to its standby session.</summary>
    public Outcome UseStandby(TerminalId terminal, RelayId? relay) => Apply(_plan.UseStandby(terminal, relay, _services.Now));

    /// <summary>A relay is silent or gone, or is to be emptied.</summary>
    /// <param name="state">Null when it is gone: terminals that cannot move have lost their media.</param>
    public void LeaveRelay(RelayId relay, RelayState? state) => Post(media =>
    {
        media.Apply(media._plan.MoveFrom(relay, lives: state == RelayState.Draining, _services.Now));
        if (state is null)
        {
            media.Apply(media._plan.LoseSessionsOn(relay, _services.Now));
        }
    });

    /// <summary>Orders what is due of the routes between the group's relays.</summary>
    /// <param name="first">What is to be known before.</param>
    public void SettleRoutes(Action<GroupRoutes>? first = null) => Post(media =>
    {
        first?.Invoke(media.Routes);
        media.Settle();
    });

    /// <summary>A relay turned out to hold sessions of the group.</summary>
    public void TakeUp(IRelay relay, IReadOnlyList<HeldSession> held) => Post(media =>
    {
        media._relays.Observe(relay);
        var found = held.Select(session => new FoundSession(session.Terminal, session.IsStandby)).ToArray();
        media.Apply(media._plan.TakeUp(relay.Id, held.Max(session => session.Epoch), found, _services.Now));
    });

    /// <summary>Learns from the activation before and from relays which sessions there are; each answer comes back as a change.</summary>
    public void FindSessions() => _ = _finding.RunAsync();

    /// <summary>Takes over what the activation before has left.</summary>
    public void Recall(PlanMemory memory) => Apply(_plan.Recall(memory, _services.Now));

    /// <summary>The group is closed: what was kept of its media goes.</summary>
    public void Forget() => _keeper.Clear();

    /// <summary>A relay filled, switched or emptied receive slots, or says that the terminal cannot decode what another sends.</summary>
    public void OnSlots(TerminalId terminal, RelayId relay, IReadOnlyList<SlotAssignment> slots, ImmutableArray<UndecodableSource> undecodable)
    {
        _slots.Take(terminal, relay, slots);
        _undecodable.Take(terminal, relay, undecodable);
        if (_plan.IsCarriedBy(terminal, relay))
        {
            _host.TellSlots(terminal, slots);
            AnnounceUndecodable(terminal, relay);
        }
    }

    /// <summary>What the terminal cannot decode.</summary>
    public ImmutableArray<UndecodableSource> UndecodableOf(TerminalId terminal) => _undecodable.Of(terminal);

    /// <summary>All slots of every terminal, for an observer that comes.</summary>
    public IEnumerable<(TerminalId Terminal, IReadOnlyList<SlotAssignment> Slots)> Slots() => _slots.In(_plan);

    /// <summary>The group leaves this silo: the relays go on, and report to nobody here.</summary>
    /// <param name="isTaken">Another activation has it already, and keeps what is to be kept.</param>
    public Task ReleaseAsync(bool isTaken, CancellationToken cancellation)
    {
        _isReleased = true;
        _timer.Dispose();
        _finding.Dispose();
        _relays.Release();
        if (isTaken)
        {
            _keeper.GiveUp();
        }

        return _keeper.CloseAsync(cancellation);
    }

    private void Carry(MediaEffect effect)
    {
        _relays.Order(effect, _plan.Epoch);
        switch (effect)
        {
            case SessionMoved moved:
                ClusterLog.Moved(_services.Logger, Id, moved.Terminal, moved.From, moved.To);
                _host.OnMoved(moved.Terminal, moved.From, moved.To);
                break;
            case MoveAnnounced moved:
                _host.Announce(sequence => new MemberMoved(Id, sequence, _services.Now, moved.Terminal, moved.Relay));

                // A terminal takes slots for those of its new session only after this event; if it moved by itself they may have come before.
                if (_slots.Of(moved.Terminal, moved.Relay) is { } slots)
                {
                    _host.TellSlots(moved.Terminal, slots);
                }

                AnnounceUndecodable(moved.Terminal, moved.Relay);
                break;
            case StandbyRequested requested:
                _host.Announce(sequence => new StandbyWanted(Id, sequence, _services.Now, requested.Terminal));
                break;
            case QualityMeasured measured:
                _host.Announce(sequence => new MemberQuality(Id, sequence, _services.Now, measured.Terminal, measured.Report));
                break;
            case FlowChanged changed:
                _host.OnFlowChanged(changed.Terminal, changed.Sends, changed.Receives);
                break;
            case MediaMoved moved:
                _services.Metrics.MediaMoved(moved.Reason);
                break;
            case MediaArrived arrived:
                _services.Metrics.MediaArrived(arrived.Reason, arrived.After);
                break;
            case MediaLost lost:
                if (lost.Reason == MediaLost.RelayGone)
                {
                    _services.Metrics.MediaLost();
                }

                _host.OnMediaLost(lost.Terminal, lost.Reason);
                break;
        }
    }

    private void AnnounceUndecodable(TerminalId terminal, RelayId relay)
    {
        if (_undecodable.TakeNews(terminal, relay) is { } news)
        {
            _host.Announce(sequence => new MemberUndecodable(Id, sequence, _services.Now, terminal, news));
        }
    }

    private Outcome<IRelay> Choose(TerminalMedia media, MediaOffer offer)
    {
        if (media.Place is { } place && _services.Placement.IsThere(place.Relay) && _services.Relays.Find(place.Relay) is { } there)
        {
            return new Outcome<IRelay>(there, null);
        }

        var chosen = _services.Placement.Place(_plan, media, offer);
        return !chosen.Succeeded ? chosen.Refusal
            : _services.Relays.Find(chosen.Value.Relay) is { } relay ? new Outcome<IRelay>(relay, null)
            : MediaRefusals.NoRelay;
    }

    private Outcome<IRelay> ChooseStandby(TerminalMedia media, MediaOffer offer) =>
        _services.Placement.Standby(_plan, media, offer) is { } chosen && _services.Relays.Find(chosen) is { } relay
            ? new Outcome<IRelay>(relay, null)
            : MediaRefusals.NoStandby;

    private async Task<Outcome<MediaAnswer>> AskAsync(IRelay relay, SessionOrder order, bool isHeld)
    {
        Task<Outcome<MediaAnswer>>? asked = null;
        try
        {
            _relays.Observe(relay);
            asked = _relays.OpenAsync(relay, order, isHeld);
            return await asked.WaitAsync(_services.Options.RelayTimeout, _services.Clock);
        }
        catch (Exception e)
        {
            ClusterLog.RelayFailed(_services.Logger, e, Id, relay.Id);

            // A late answer means a session that nobody knows of.
            _ = asked?.ContinueWith(
                late => Post(media => media.EndUnlessHeld(order.Terminal, relay, late.IsCompletedSuccessfully && late.Result.Succeeded)),
                CancellationToken.None,
                TaskContinuationOptions.None,
                TaskScheduler.Default);
            return MediaRefusals.NoAnswer;
        }
    }

    /// <summary>A session that was opened, and of which the plan does not know, ends.</summary>
    private void EndUnlessHeld(TerminalId terminal, IRelay relay, bool isOpen)
    {
        if (isOpen && !_openings.Has(terminal, relay.Id) && !Holds(_plan.Find(terminal), relay.Id))
        {
            _relays.Close(relay, _plan.Epoch, terminal);
        }
    }

    private static bool Holds(TerminalMedia? media, RelayId relay) =>
        media?.Place?.Relay == relay || media?.Place?.Standby == relay || media?.Leaving?.Relay == relay || media?.LoneStandby == relay
        || media?.Former?.Relay == relay;

    private void Settle()
    {
        var used = _plan.Relays();
        _slots.Keep(_plan, _openings);
        _undecodable.Keep(_plan);
        _relays.Settle(_plan, used, _openings.Relays);
        _keeper.Note(used, _plan.Terminals.IsEmpty);
        var due = _plan.NextDeadline() - _services.Now;
        _timer.Change(due is { } wait ? Timers.Within(wait) : Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    private void Try(Action<GroupMedia> change)
    {
        try
        {
            change(this);
        }
        catch (Exception e)
        {
            ClusterLog.TurnFailed(_services.Logger, e, Id);
        }
    }
}
