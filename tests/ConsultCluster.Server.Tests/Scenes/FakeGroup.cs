using System.Collections.Immutable;
using ConsultCluster.Domain;
using ConsultCluster.Domain.Groups;
using ConsultCluster.Domain.Quality;
using ConsultCluster.Domain.Relays;
using ConsultCluster.Domain.Tokens;
using ConsultCluster.Ports.Groups;
using ConsultCluster.Ports.Relays;

namespace ConsultCluster.Server.Tests.Scenes;

/// <summary>A group whose answers a test decides: they may hang, come late, or be lost. What a test does not set, is done at once.</summary>
internal sealed class FakeGroup(GroupId id) : IConsultationGroup
{
    private readonly Lock _lock = new();
    private readonly List<string> _calls = [];

    public GroupId Id => id;

    public Func<Entry, Task<Outcome<Seat>>> OnEnter { get; set; } = null!;

    public Func<TerminalId, Task<Outcome<MediaAnswer>>> OnOffer { get; set; } =
        _ => Task.FromResult<Outcome<MediaAnswer>>(new MediaAnswer("v=0", new RelayId("r-1")));

    public Func<IGroupObserver, Task> OnSubscribe { get; set; } = _ => Task.CompletedTask;

    public Func<IGroupObserver, Task> OnUnsubscribe { get; set; } = _ => Task.CompletedTask;

    public Func<TerminalId, Task<Outcome>> OnLeave { get; set; } = _ => Task.FromResult(Outcome.Done);

    public ImmutableArray<Member> Members { get; set; } = [];

    /// <summary>Names of the calls, in order.</summary>
    public string[] Calls
    {
        get
        {
            lock (_lock)
            {
                return [.. _calls];
            }
        }
    }

    public GroupSnapshot Snapshot => new(
        id, new RequestId("r-1"), 1, 1, GroupState.Active, "purpose", Urgency.Urgent, 16, DateTimeOffset.UnixEpoch, null, null, Members);

    public async Task<Outcome<GroupSnapshot>> SubscribeAsync(IGroupObserver observer)
    {
        Note("subscribe");
        await OnSubscribe(observer);
        return Snapshot;
    }

    public Task UnsubscribeAsync(IGroupObserver observer)
    {
        Note("unsubscribe");
        return OnUnsubscribe(observer);
    }

    public Task<Outcome<Seat>> EnterAsync(Entry entry)
    {
        Note("enter");
        return OnEnter(entry);
    }

    public Task<Outcome> CheckReturnAsync(TokenId token) => throw new NotSupportedException();

    public Task<Outcome<MediaAnswer>> OfferAsync(TerminalId terminal, MediaOffer offer)
    {
        Note("offer");
        return OnOffer(terminal);
    }

    public Task<Outcome> LeaveAsync(TerminalId terminal, LeaveReason reason, Actor by)
    {
        Note("leave");
        return OnLeave(terminal);
    }

    public Task<Outcome<GroupSnapshot>> RequestAsync(ConsultationRequest request, Actor by) => throw new NotSupportedException();

    public Task<Outcome<TokenClaims>> IssueTokenAsync(TokenOrder order) => throw new NotSupportedException();

    public Task<Outcome> RevokeTokenAsync(TokenId token, Actor by) => throw new NotSupportedException();

    public Task<Outcome<RelayProbe[]>> ProbesAsync(TerminalId terminal, string? region) => throw new NotSupportedException();

    public Task<Outcome> LocateAsync(TerminalId terminal, Nearness near) => throw new NotSupportedException();

    public Task<Outcome<MediaAnswer>> OfferStandbyAsync(TerminalId terminal, MediaOffer offer) => throw new NotSupportedException();

    public Task<Outcome> UseStandbyAsync(TerminalId terminal, RelayId? relay) => throw new NotSupportedException();

    public Task DetachAsync(TerminalId terminal) => throw new NotSupportedException();

    public Task<Outcome> SetMutedAsync(TerminalId terminal, ImmutableSortedSet<MediaSource> muted, Actor by) => throw new NotSupportedException();

    public Task<Outcome<ChatMessage>> SendMessageAsync(TerminalId terminal, string messageId, string text) => throw new NotSupportedException();

    public Task ReportQualityAsync(TerminalId terminal, QualityReport report) => throw new NotSupportedException();

    public Task<Outcome> CloseAsync(Actor by) => throw new NotSupportedException();

    public Task<Outcome<GroupSnapshot>> SnapshotAsync() => Task.FromResult<Outcome<GroupSnapshot>>(Snapshot);

    private void Note(string call)
    {
        lock (_lock)
        {
            _calls.Add(call);
        }
    }
}
