using System.Collections.Immutable;
using ConsultCluster.Cluster.Wire;
using ConsultCluster.Domain;
using ConsultCluster.Domain.Groups;
using ConsultCluster.Domain.Quality;
using ConsultCluster.Domain.Relays;
using ConsultCluster.Domain.Tokens;
using ConsultCluster.Ports.Groups;
using ConsultCluster.Ports.Relays;

namespace ConsultCluster.Cluster.Groups;

/// <summary>A group's address in the cluster: every call goes to the group's grain, wherever that is now.</summary>
internal sealed class ClusterGroup(ClusterGroups groups, GroupId id) : IConsultationGroup
{
    private readonly IConsultationGroupGrain _grain = groups.Grain(id);

    public Task<Outcome<GroupSnapshot>> RequestAsync(ConsultationRequest request, Actor by) => AskAsync(() => _grain.RequestAsync(request, by));

    public Task<Outcome<TokenClaims>> IssueTokenAsync(TokenOrder order) => AskAsync(() => _grain.IssueTokenAsync(order));

    public Task<Outcome> RevokeTokenAsync(TokenId token, Actor by) => AskAsync(() => _grain.RevokeTokenAsync(token, by));

    public Task<Outcome<Seat>> EnterAsync(Entry entry) => AskAsync(() => _grain.EnterAsync(entry));

    public Task<Outcome> CheckReturnAsync(TokenId token) => AskAsync(() => _grain.CheckReturnAsync(token));

    public Task<Outcome<RelayProbe[]>> ProbesAsync(TerminalId terminal, string? region) => AskAsync(() => _grain.ProbesAsync(terminal, region));

    public Task<Outcome<MediaAnswer>> OfferAsync(TerminalId terminal, MediaOffer offer) => AskAsync(() => _grain.OfferAsync(terminal, offer));

    public Task<Outcome<MediaAnswer>> OfferStandbyAsync(TerminalId terminal, MediaOffer offer) =>
        AskAsync(() => _grain.OfferStandbyAsync(terminal, offer));

    /// <summary>A repeated one that does not say where may be refused though the first moved the media: the notice of the move tells the terminal in any case.</summary>
    public Task<Outcome> UseStandbyAsync(TerminalId terminal, RelayId? relay) => AskAsync(() => _grain.UseStandbyAsync(terminal, relay));

    public Task DetachAsync(TerminalId terminal) => AskAsync(() => _grain.DetachAsync(terminal));

    public Task<Outcome> LeaveAsync(TerminalId terminal, LeaveReason reason, Actor by) => AskAsync(
        () => _grain.LeaveAsync(terminal, reason, by),
        again => again.Refusal?.Code == RefusalCodes.MemberUnknown ? again with { Refusal = null } : again);

    public Task<Outcome> SetMutedAsync(TerminalId terminal, ImmutableSortedSet<MediaSource> muted, Actor by) =>
        AskAsync(() => _grain.SetMutedAsync(terminal, muted, by));

    public Task<Outcome<ChatMessage>> SendMessageAsync(TerminalId terminal, string id1, string text) =>
        AskAsync(() => _grain.SendMessageAsync(terminal, id1, text));

    public Task<Outcome> LocateAsync(TerminalId terminal, Nearness near) => AskAsync(() => _grain.LocateAsync(terminal, near));

    public Task ReportQualityAsync(TerminalId terminal, QualityReport report) => AskAsync(() => _grain.ReportQualityAsync(terminal, report));

    public Task<Outcome> CloseAsync(Actor by) => AskAsync(() => _grain.CloseAsync(by));

    public Task<Outcome<GroupSnapshot>> SnapshotAsync() => AskAsync(() => _grain.SnapshotAsync());

    public Task<Outcome<GroupSnapshot>> SubscribeAsync(IGroupObserver observer) => groups.Subscriptions.AddAsync(id, observer);

    public Task UnsubscribeAsync(IGroupObserver observer) => groups.Subscriptions.RemoveAsync(id, observer);

    private async Task<Outcome<T>> AskAsync<T>(Func<Task<Answer<T>>> ask)
        where T : class => (await groups.Calls.AskAsync(ask)).Read();

    private async Task<Outcome> AskAsync(Func<Task<Answer>> ask, Func<Answer, Answer>? settle = null) =>
        (await groups.Calls.AskAsync(ask, settle)).Read();
}
