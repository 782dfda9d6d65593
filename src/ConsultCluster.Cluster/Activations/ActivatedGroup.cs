using System.Collections.Immutable;
using ConsultCluster.Domain;
using ConsultCluster.Domain.Groups;
using ConsultCluster.Domain.Quality;
using ConsultCluster.Domain.Relays;
using ConsultCluster.Domain.Tokens;
using ConsultCluster.Ports.Groups;
using ConsultCluster.Ports.Relays;

namespace ConsultCluster.Cluster.Activations;

/// <summary>A group's address within its process: finds the group in memory, or brings it there, and gives it the command.</summary>
internal sealed class ActivatedGroup(GroupTable groups, GroupId id) : IConsultationGroup
{
    public async Task<Outcome<GroupSnapshot>> RequestAsync(ConsultationRequest request, Actor by)
    {
        return await ApplyAsync<GroupSnapshot>(async (group, now) =>
        {
            if (group.Request is null && await groups.Services.Store.FindByRequestAsync(request.Id) is { } other && other.Request.Group != id)
            {
                var refusal = new Refusal(RefusalCodes.GroupExists, "This request id was already used for another consultation.");
                return new Decision<GroupSnapshot>(group, [], MustSave: false, refusal);
            }

            return group.RecordRequest(request, by, now);
        });
    }

    public Task<Outcome<TokenClaims>> IssueTokenAsync(TokenOrder order) =>
        ApplyAsync((group, now) => group.IssueToken(order, now));

    public async Task<Outcome> RevokeTokenAsync(TokenId token, Actor by) =>
        Plain(await ApplyAsync((group, now) => group.RevokeToken(token, by, now)));

    public Task<Outcome<Seat>> EnterAsync(Entry entry) => ApplyAsync((group, now) => group.Enter(entry, now));

    public Task<Outcome<RelayProbe[]>> ProbesAsync(TerminalId terminal, string? region) =>
        groups.AskAsync(id, activation => activation.TryProbes(terminal, region));

    public Task LocateAsync(TerminalId terminal, Nearness near) => groups.OweAsync(id, (group, now) => group.Locate(terminal, near, now));

    public Task<Outcome<MediaAnswer>> OfferAsync(TerminalId terminal, MediaOffer offer) =>
        groups.AskAsync(id, activation => activation.TryOffer(terminal, offer));

    public Task<Outcome<MediaAnswer>> OfferStandbyAsync(TerminalId terminal, MediaOffer offer) =>
        groups.AskAsync(id, activation => activation.TryOfferStandby(terminal, offer));

    public async Task<Outcome> UseStandbyAsync(TerminalId terminal, RelayId? relay) =>
        Plain(await groups.AskAsync(id, activation => activation.TryMove((group, now) => group.UseStandby(terminal, relay, now))));

    public Task DetachAsync(TerminalId terminal) => groups.OweAsync(id, (group, now) => group.Detach(terminal, now));

    public async Task<Outcome> LeaveAsync(TerminalId terminal, LeaveReason reason, Actor by) =>
        Plain(await ApplyAsync((group, now) => group.Leave(terminal, by, now)));

    public async Task<Outcome> SetMutedAsync(TerminalId terminal, ImmutableSortedSet<MediaSource> muted, Actor by) =>
        Plain(await ApplyAsync((group, now) => group.SetMuted(terminal, muted, by, now)));

    public Task<Outcome<ChatMessage>> SendMessageAsync(TerminalId terminal, string id1, string text) =>
        ApplyAsync(async (group, now) =>
        {
            var recorded = group.SeatOf(terminal) is null ? null : await groups.Services.Store.FindMessageAsync(id, terminal, id1);
            return group.SendMessage(terminal, id1, text, recorded, now);
        });

    public Task ReportQualityAsync(TerminalId terminal, QualityReport report) =>
        groups.OweAsync(id, (group, now) => group.ReportQuality(terminal, report, now));

    public async Task<Outcome> CloseAsync(Actor by) => Plain(await ApplyAsync((group, now) => group.Close(by, now)));

    public Task<Outcome<GroupSnapshot>> SnapshotAsync() => groups.AskAsync(id, activation => activation.TryLook());

    public Task<Outcome<GroupSnapshot>> SubscribeAsync(IGroupObserver observer) =>
        groups.AskAsync(id, activation => activation.TrySubscribe(observer));

    public Task UnsubscribeAsync(IGroupObserver observer) =>
        groups.IsInMemory(id) ? groups.AskAsync(id, activation => activation.TryUnsubscribe(observer)) : Task.CompletedTask;

    private static Outcome Plain<T>(Outcome<T> outcome)
        where T : class => new(outcome.Refusal);

    private Task<Outcome<T>> ApplyAsync<T>(Func<Group, DateTimeOffset, Decision<T>> command)
        where T : class => ApplyAsync((group, now) => Task.FromResult(command(group, now)));

    private Task<Outcome<T>> ApplyAsync<T>(Func<Group, DateTimeOffset, Task<Decision<T>>> command)
        where T : class => groups.AskAsync(id, activation => activation.TryApply(command));
}
