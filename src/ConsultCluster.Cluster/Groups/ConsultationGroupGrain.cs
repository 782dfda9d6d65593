using System.Collections.Immutable;
using ConsultCluster.Cluster.Activations;
using ConsultCluster.Cluster.Events;
using ConsultCluster.Cluster.Wire;
using ConsultCluster.Domain;
using ConsultCluster.Domain.Groups;
using ConsultCluster.Domain.Quality;
using ConsultCluster.Domain.Relays;
using ConsultCluster.Domain.Tokens;
using ConsultCluster.Ports.Groups;
using ConsultCluster.Ports.Relays;
using ConsultCluster.Ports.Stores;
using Microsoft.Extensions.Logging;
using Orleans.Concurrency;
using Orleans.Runtime.Placement.Filtering;

namespace ConsultCluster.Cluster.Groups;

/// <summary>
/// A group's one home in the cluster. The group itself is the same as in the embedded engine, with its own queue of turns, so calls may interleave here. It
/// stays until the group rests.
/// </summary>
[Reentrant]
[CollectionAgeLimit(AlwaysActive = true)]
[PreferredMatchSiloMetadataPlacementFilter([RegionKey], minCandidates: 1)]
internal sealed class ConsultationGroupGrain(SiloGroups silo, ILogger<ConsultationGroupGrain> logger) : Grain, IConsultationGroupGrain, IRemindable
{
    /// <summary>Of the silo's metadata.</summary>
    public const string RegionKey = "region";

    private IConsultationGroup _group = null!;
    private WakeUp _wakeUp = null!;
    private Listeners _listeners = null!;
    private TaskScheduler _turns = null!;
    private bool _rests;
    private DateTimeOffset? _wakeAt;
    private bool _left;

    private GroupId Id { get; set; }

    /// <summary>A grain that is about to go takes no more calls: whoever asks is led to the next one.</summary>
    private IConsultationGroup Home => _left ? throw new SiloUnavailableException("The group is leaving this silo.") : _group;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        Id = new GroupId(this.GetPrimaryKeyString());
        _group = new ActivatedGroup(silo.Table, Id);
        _wakeUp = new WakeUp(this, Id, silo.Options.ReminderEvery, logger);
        _listeners = new Listeners(this, Id, silo.Options.RenewEvery, logger);
        _turns = TaskScheduler.Current;
        silo.Enter(Id, this);
        return Task.CompletedTask;
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        _left = true;
        _listeners.Stop();
        await silo.LeaveAsync(Id, this);
        if (_rests)
        {
            await _wakeUp.RestAsync(_wakeAt - silo.Table.Services.Now);
        }
    }

    /// <summary>The group left memory; from any thread.</summary>
    public void Rest(DateTimeOffset? wakeAt) => _ = Task.Factory.StartNew(
        () =>
        {
            // A call may have brought it back meanwhile; the grain's turns decide.
            if (!silo.Table.IsInMemory(Id))
            {
                (_rests, _wakeAt) = (true, wakeAt);
                GrainContext.Deactivate(new DeactivationReason(DeactivationReasonCode.ApplicationRequested, "The group rests."));
            }
        },
        CancellationToken.None,
        TaskCreationOptions.None,
        _turns);

    public async Task ReceiveReminder(string reminderName, TickStatus status)
    {
        _wakeUp.HasCome();
        if (_left || silo.Table.IsInMemory(Id))
        {
            return;
        }

        try
        {
            await silo.Table.WakeAsync(Id);
        }
        catch (StorageUnavailableException e)
        {
            ClusterLog.WakeFailed(logger, e, Id);
        }
    }

    public Task<Answer> WakeAsync() => Answer.OfAsync(silo.Table.WakeAsync(Id));

    public Task<Answer<GroupSnapshot>> RequestAsync(ConsultationRequest request, Actor by) => WatchedAsync(Home.RequestAsync(request, by));

    public Task<Answer<TokenClaims>> IssueTokenAsync(TokenOrder order) => WatchedAsync(Home.IssueTokenAsync(order));

    public Task<Answer> RevokeTokenAsync(TokenId token, Actor by) => Answer.OfAsync(Home.RevokeTokenAsync(token, by));

    public Task<Answer<Seat>> EnterAsync(Entry entry) => WatchedAsync(Home.EnterAsync(entry));

    public Task<Answer<RelayProbe[]>> ProbesAsync(TerminalId terminal, string? region) => Answer.OfAsync(Home.ProbesAsync(terminal, region));

    public Task<Answer<MediaAnswer>> OfferAsync(TerminalId terminal, MediaOffer offer) => Answer.OfAsync(Home.OfferAsync(terminal, offer));

    public Task<Answer<MediaAnswer>> OfferStandbyAsync(TerminalId terminal, MediaOffer offer) => Answer.OfAsync(Home.OfferStandbyAsync(terminal, offer));

    public Task<Answer> UseStandbyAsync(TerminalId terminal, RelayId? relay) => Answer.OfAsync(Home.UseStandbyAsync(terminal, relay));

    public async Task<Answer> DetachAsync(TerminalId terminal)
    {
        // The group may have come here this moment, and then it holds every seat already.
        var there = await LoadAsync();
        return there ?? await Answer.OfAsync(Home.DetachAsync(terminal));
    }

    public Task<Answer> LeaveAsync(TerminalId terminal, LeaveReason reason, Actor by) => Answer.OfAsync(Home.LeaveAsync(terminal, reason, by));

    public Task<Answer> SetMutedAsync(TerminalId terminal, ImmutableSortedSet<MediaSource> muted, Actor by) =>
        Answer.OfAsync(Home.SetMutedAsync(terminal, muted, by));

    public Task<Answer<ChatMessage>> SendMessageAsync(TerminalId terminal, string id, string text) =>
        Answer.OfAsync(Home.SendMessageAsync(terminal, id, text));

    public Task<Answer> LocateAsync(TerminalId terminal, Nearness near) => Answer.OfAsync(Home.LocateAsync(terminal, near));

    public Task<Answer> ReportQualityAsync(TerminalId terminal, QualityReport report) => Answer.OfAsync(Home.ReportQualityAsync(terminal, report));

    public async Task<Answer> CloseAsync(Actor by)
    {
        var answer = await Answer.OfAsync(Home.CloseAsync(by));
        if (answer is { Refusal: null, StorageFault: null })
        {
            await _wakeUp.EndAsync();
        }

        return answer;
    }

    public Task<Answer<GroupSnapshot>> SnapshotAsync() => Answer.OfAsync(Home.SnapshotAsync());

    public async Task<Answer<Subscribed>> SubscribeAsync(Guid subscription, INewsObserver observer)
    {
        var (answer, isNew) = await _listeners.AddAsync(Home, subscription, observer);
        if (answer.Value is not { } snapshot)
        {
            return new Answer<Subscribed>(null, answer.Refusal, answer.StorageFault);
        }

        if (isNew && snapshot.ClosedAt is null)
        {
            await _wakeUp.WatchAsync();
        }

        return new Answer<Subscribed>(new Subscribed(snapshot, isNew), null, null);
    }

    public async Task<Answer> RemainAsync(TerminalId[] terminals)
    {
        _ = Home;
        var answer = await Answer.OfAsync(silo.Table.AskAsync(
            Id, activation => activation.TryApply((group, now) => Task.FromResult(group.Remain(terminals, now)))));
        return new Answer(answer.Refusal, answer.StorageFault);
    }

    public Task<Answer> UnsubscribeAsync(Guid subscription) => Answer.OfAsync(_listeners.RemoveAsync(Home, subscription));

    /// <summary>What makes a group live on also makes it be looked after.</summary>
    private async Task<Answer<T>> WatchedAsync<T>(Task<Outcome<T>> asked)
        where T : class
    {
        var answer = await Answer.OfAsync(asked);
        if (answer.Value is not null)
        {
            await _wakeUp.WatchAsync();
        }

        return answer;
    }

    /// <summary>Brings the group into memory; what went wrong, or null.</summary>
    private async Task<Answer?> LoadAsync()
    {
        if (silo.Table.IsInMemory(Id))
        {
            return null;
        }

        var snapshot = await Answer.OfAsync(Home.SnapshotAsync());
        return snapshot.StorageFault is null ? null : new Answer(null, snapshot.StorageFault);
    }
}
