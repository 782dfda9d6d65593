using System.Collections.Immutable;
using ConsultCluster.Cluster.Events;
using ConsultCluster.Cluster.Media;
using ConsultCluster.Cluster.State;
using ConsultCluster.Cluster.Watches;
using ConsultCluster.Cluster.Wire;
using ConsultCluster.Domain;
using ConsultCluster.Domain.Groups;
using ConsultCluster.Domain.Groups.Effects;
using ConsultCluster.Domain.Groups.Events;
using ConsultCluster.Domain.Media;
using ConsultCluster.Domain.Quality;
using ConsultCluster.Domain.Relays;
using ConsultCluster.Domain.Tokens;
using ConsultCluster.Ports.Relays;
using Microsoft.Extensions.Logging;
using Orleans.Runtime.Placement.Filtering;

namespace ConsultCluster.Cluster.Groups;

/// <summary>
/// A group's one home. It has two halves and two queues. Commands on the record are requests of the grain, which Orleans never overlaps: each is saved before it is answered. Changes of
/// the media plan interleave with them, and are synchronous: they wait for no store and no relay.
/// </summary>
[CollectionAgeLimit(AlwaysActive = true)]
[PreferredMatchSiloMetadataPlacementFilter([RegionKey], minCandidates: 1)]
internal sealed partial class ConsultationGroupGrain(SiloGroups silo, GrainStates states, ILogger<ConsultationGroupGrain> logger)
    : Grain, IConsultationGroupGrain, IRemindable, IGroupMediaHost
{
    /// <summary>Of the silo's metadata.</summary>
    public const string RegionKey = "region";

    private readonly GroupServices _services = silo.Services;
    private GroupId _id;
    private GroupRecord _record = null!;
    private GroupMedia _media = null!;
    private EventFeeds _feeds = null!;
    private SeatLeases _leases = null!;
    private GroupReminder _reminder = null!;
    private ChatBudget _chat = null!;
    private ActiveGroup _active = null!;

    public Task<Answer<GroupSnapshot>> RequestAsync(ConsultationRequest request, Actor by) => WatchedAsync(CommandAsync(async (group, now) =>
    {
        if (group.Request is null && await _services.Store.FindByRequestAsync(request.Id) is { } other && other.Request.Group != _id)
        {
            var refusal = new Refusal(RefusalCodes.GroupExists, "This request id was already used for another consultation.");
            return new Decision<GroupSnapshot>(group, [], MustSave: false, refusal);
        }

        if (group.Request is null && group.RefuseRequest(request, by, await FindAccountAsync(by.Person)) is { } unauthorized)
        {
            return new Decision<GroupSnapshot>(group, [], MustSave: false, unauthorized);
        }

        return group.RecordRequest(request, by, now);
    }));

    public async Task<Answer<TokenClaims>> IssueTokenAsync(TokenOrder order)
    {
        var answer = await WatchedAsync(ByAccountAsync(order.By, (group, account, now) => group.IssueToken(order, now, account)));
        Note(answer, order.By.Person, order.By.From);
        return answer.Value is { } claims ? await StillLiveAsync(answer, claims, order.By) : answer;
    }

    public async Task<Answer> RevokeTokenAsync(TokenId token, Actor by) =>
        (await ByAccountAsync(by, (group, account, now) => group.RevokeToken(token, by, now, account))).Plain();

    public async Task<Answer<Seat>> EnterAsync(Entry entry)
    {
        var answer = await WatchedAsync(BehindTokenAsync(entry.Claims.Id, (group, now) => Task.FromResult(group.Enter(entry, now))));
        if (answer.Value is not { } seat)
        {
            Note(answer, entry.Claims.Person, entry.From);
            return answer;
        }

        _leases.Renew([seat.Terminal]);
        return answer with { Value = seat with { Snapshot = WithMedia(seat.Snapshot), Place = _media.Plan.Find(seat.Terminal)?.Place } };
    }

    public Task<Answer> CheckReturnAsync(TokenId token) => PlannedAsync(() => _record.State.CheckReturn(token, _services.Now));

    /// <summary>Done when it was tried once: a store that is away is tried again later.</summary>
    public async Task<Answer> DetachAsync(TerminalId terminal)
    {
        _record.Add(new PendingCommand(terminal, (group, now) => group.Detach(terminal, now)));
        await SettleAsync(CancellationToken.None);
        return Answer.Done;
    }

    public async Task<Answer> LeaveAsync(TerminalId terminal, LeaveReason reason, Actor by) =>
        (await ByAccountAsync(by, (group, account, now) => group.Leave(terminal, by, now, account))).Plain();

    public async Task<Answer> SetMutedAsync(TerminalId terminal, ImmutableSortedSet<MediaSource> muted, Actor by) =>
        (await ByAccountAsync(by, (group, account, now) => group.SetMuted(terminal, muted, by, now, account))).Plain();

    public Task<Answer<ChatMessage>> SendMessageAsync(TerminalId terminal, string id, string text) => BehindSeatAsync(terminal, async (group, now) =>
    {
        var seat = group.SeatOf(terminal);
        var recorded = seat is null ? null : await _services.Store.FindMessageAsync(_id, terminal, id);
        var decision = group.SendMessage(terminal, id, text, recorded, now);

        // A message that is on record already costs nothing, nor does one that is refused anyway.
        return recorded is null && decision.Answer.Succeeded && _chat.Take(seat!.Member.Person, now) is { } tooMany
            ? new Decision<ChatMessage>(group, [], MustSave: false, tooMany)
            : decision;
    });

    public async Task<Answer> CloseAsync(Actor by)
    {
        var answer = (await ByAccountAsync(by, (group, account, now) => group.Close(by, now, account))).Plain();
        if (answer is { Refusal: null, StorageFault: null })
        {
            await _reminder.EndAsync();
        }

        return answer;
    }

    public async Task<Answer> WakeAsync() => (await CommandAsync((group, now) => group.HandleTimeout(now))).Plain();

    public async Task ReceiveReminder(string reminderName, TickStatus status)
    {
        _reminder.OnReceived();
        if (!_record.IsLoaded && await WakeAsync() is { StorageFault: { } fault })
        {
            ClusterLog.WakeFailed(logger, _id, fault.Reason);
        }

        if (_record.State.Ended)
        {
            // Its process may have died before it could.
            _media.Forget();
        }
    }

    public Task<Answer<GroupSnapshot>> SnapshotAsync() => LoadedAsync(Snapshot);

    public Task<Answer<GroupSnapshot>> SubscribeAsync(Guid subscription, IGroupEventReceiver receiver, TerminalId[] present) => LoadedAsync(() =>
    {
        var snapshot = Snapshot();
        if (!snapshot.Succeeded)
        {
            return snapshot;
        }

        var isNew = !_feeds.Renew(subscription);
        if (isNew)
        {
            _feeds.Add(subscription, receiver, Missed(snapshot.Value), _media.Slots());
        }

        _leases.Renew(present);
        if (Array.Exists(present, terminal => _record.State.SeatOf(terminal) is { HeldUntil: not null }))
        {
            Add(null, (group, now) => group.Remain(present, now));
        }

        if (isNew && !_record.State.Ended)
        {
            _ = _reminder.ActivateAsync();
        }

        return snapshot;
    });

    public Task<Answer> UnsubscribeAsync(Guid subscription)
    {
        _feeds.Remove(subscription);
        Rearm();
        return Task.FromResult(Answer.Done);
    }

    public Task<Answer<RelayProbe[]>> ProbesAsync(TerminalId terminal, string? region) => LoadedAsync<RelayProbe[]>(() =>
        _record.State.SeatForMedia(terminal) is { Succeeded: false } refused ? refused.Refusal : _media.Probes(terminal, region));

    public Task<Answer<MediaAnswer>> OfferAsync(TerminalId terminal, MediaOffer offer) => OpenAsync(terminal, offer, isStandby: false);

    public Task<Answer<MediaAnswer>> OfferStandbyAsync(TerminalId terminal, MediaOffer offer) => OpenAsync(terminal, offer, isStandby: true);

    public Task<Answer> UseStandbyAsync(TerminalId terminal, RelayId? relay) => PlannedAsync(() =>
        _record.State.SeatForMedia(terminal) is { Succeeded: false } refused ? refused.Refusal : _media.UseStandby(terminal, relay));

    public Task<Answer> LocateAsync(TerminalId terminal, Nearness near) =>
        PlannedAsync(() => _record.State.SeatForMedia(terminal) is { Succeeded: false } refused
            ? refused.Refusal
            : _media.Apply(_media.Plan.Locate(terminal, near, _services.Now)));

    public Task<Answer> ReportQualityAsync(TerminalId terminal, QualityReport report) =>
        PlannedAsync(() => _media.Apply(_media.Plan.ReportQuality(terminal, report, _services.Now)));

    void IGroupMediaHost.Announce(Func<long, GroupEvent> make) => _feeds.Tell(make(_record.State.Sequence));

    void IGroupMediaHost.TellSlots(TerminalId terminal, IReadOnlyList<SlotAssignment> slots) => _feeds.TellSlots(terminal, slots);

    void IGroupMediaHost.OnFlowChanged(TerminalId terminal, bool sends, bool receives) =>
        Add(terminal, (group, now) => group.MediaChanged(terminal, sends, receives, now), isLatest: true);

    void IGroupMediaHost.OnMediaLost(TerminalId terminal, string reason) => Add(terminal, (group, now) => group.LoseMedia(terminal, reason, now));

    void IGroupMediaHost.OnMoved(TerminalId terminal, RelayId from, RelayId to) => Add(terminal, (group, now) => group.RecordMove(terminal, from, to, now));

    private async Task<Answer<MediaAnswer>> OpenAsync(TerminalId terminal, MediaOffer offer, bool isStandby)
    {
        var seat = await LoadedAsync(() => _record.State.SeatForMedia(terminal));
        if (seat.Value is null)
        {
            return new Answer<MediaAnswer>(null, seat.Refusal, seat.StorageFault);
        }

        var (answer, refusal) = await _media.OpenAsync(terminal, offer, isStandby);
        return new Answer<MediaAnswer>(answer, refusal, null);
    }

    private Outcome<GroupSnapshot> Snapshot() =>
        _record.State.Snapshot() is { Succeeded: true } snapshot ? WithMedia(snapshot.Value) : _record.State.Snapshot();

    private EventsMissed Missed(GroupSnapshot snapshot) => new(
        _id,
        snapshot.Sequence,
        _services.Now,
        snapshot,
        [.. _record.State.Tokens.Where(token => token.State == TokenState.Revoked).Select(token => token.Claims.Id)],
        [.. _media.Plan.Terminals.Where(media => media.Place is not null).Select(media => new TerminalPlace(media.Terminal, media.Place!.Relay))]);

    private GroupSnapshot WithMedia(GroupSnapshot snapshot) => snapshot with
    {
        Members =
        [
            .. snapshot.Members.Select(member => member with
            {
                Quality = _media.Plan.Find(member.Terminal)?.Quality,
                Undecodable = _media.UndecodableOf(member.Terminal),
            }),
        ],
    };

    /// <summary>The record was saved: observers are told, and the media plan follows.</summary>
    private void OnCommitted(Group group, ImmutableArray<GroupEffect> effects)
    {
        foreach (var raised in effects.OfType<EventRaised>())
        {
            _feeds.Tell(raised.Event);
        }

        // At the end of a group its end says it of all.
        foreach (var changed in effects.OfType<TokenChanged>().Where(changed => changed.Token.State == TokenState.Revoked && !group.Ended))
        {
            _feeds.Tell(new TokenRevoked(_id, group.Sequence, _services.Now, changed.Token.Claims.Id));
        }

        _media.Follow(group, effects);
    }

    /// <summary>What is not saved with the record is known from the media plan.</summary>
    private void OnAdopted()
    {
        foreach (var media in _media.Plan.Terminals)
        {
            ((IGroupMediaHost)this).OnFlowChanged(media.Terminal, media.Sends, media.Receives);
        }
    }
}
