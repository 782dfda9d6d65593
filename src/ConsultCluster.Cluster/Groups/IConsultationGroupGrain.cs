using System.Collections.Immutable;
using ConsultCluster.Cluster.Events;
using ConsultCluster.Cluster.Wire;
using ConsultCluster.Domain;
using ConsultCluster.Domain.Groups;
using ConsultCluster.Domain.Quality;
using ConsultCluster.Domain.Relays;
using ConsultCluster.Domain.Tokens;
using ConsultCluster.Ports.Groups;
using ConsultCluster.Ports.Relays;

namespace ConsultCluster.Cluster.Groups;

/// <summary><see cref="IConsultationGroup"/> across processes; its methods mean the same. The key is the group's id.</summary>
internal interface IConsultationGroupGrain : IGrainWithStringKey
{
    Task<Answer<GroupSnapshot>> RequestAsync([Immutable] ConsultationRequest request, [Immutable] Actor by);

    Task<Answer<TokenClaims>> IssueTokenAsync([Immutable] TokenOrder order);

    Task<Answer> RevokeTokenAsync(TokenId token, [Immutable] Actor by);

    Task<Answer<Seat>> EnterAsync([Immutable] Entry entry);

    Task<Answer<RelayProbe[]>> ProbesAsync(TerminalId terminal, string? region);

    Task<Answer<MediaAnswer>> OfferAsync(TerminalId terminal, [Immutable] MediaOffer offer);

    Task<Answer<MediaAnswer>> OfferStandbyAsync(TerminalId terminal, [Immutable] MediaOffer offer);

    Task<Answer> UseStandbyAsync(TerminalId terminal, RelayId? relay);

    Task<Answer> DetachAsync(TerminalId terminal);

    Task<Answer> LeaveAsync(TerminalId terminal, LeaveReason reason, [Immutable] Actor by);

    Task<Answer> SetMutedAsync(TerminalId terminal, [Immutable] ImmutableSortedSet<MediaSource> muted, [Immutable] Actor by);

    Task<Answer<ChatMessage>> SendMessageAsync(TerminalId terminal, string id, string text);

    Task<Answer> ReportQualityAsync(TerminalId terminal, [Immutable] QualityReport report);

    Task<Answer> LocateAsync(TerminalId terminal, [Immutable] Nearness near);

    Task<Answer> CloseAsync([Immutable] Actor by);

    Task<Answer<GroupSnapshot>> SnapshotAsync();

    /// <summary>Subscribes, or says that this subscription still listens.</summary>
    Task<Answer<Subscribed>> SubscribeAsync(Guid subscription, INewsObserver observer);

    /// <summary>The signalling of these terminals was there all the time, though the group's silo was lost.</summary>
    Task<Answer> RemainAsync([Immutable] TerminalId[] terminals);

    Task<Answer> UnsubscribeAsync(Guid subscription);

    /// <summary>Does what is due, as the group's reminder would.</summary>
    Task<Answer> WakeAsync();
}
