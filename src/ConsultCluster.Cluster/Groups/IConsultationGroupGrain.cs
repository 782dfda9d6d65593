using System.Collections.Immutable;
using ConsultCluster.Cluster.Events;
using ConsultCluster.Cluster.Wire;
using ConsultCluster.Domain;
using ConsultCluster.Domain.Groups;
using ConsultCluster.Domain.Quality;
using ConsultCluster.Domain.Relays;
using ConsultCluster.Domain.Tokens;
using ConsultCluster.Ports.Accounts;
using ConsultCluster.Ports.Groups;
using ConsultCluster.Ports.Relays;
using Orleans.Concurrency;

namespace ConsultCluster.Cluster.Groups;

/// <summary>
/// <see cref="IConsultationGroup"/> across processes; its methods mean the same. The key is the group's id. Methods that interleave change or read the media plan, or what was
/// saved: they never wait for a command that is being saved.
/// </summary>
internal interface IConsultationGroupGrain : IGrainWithStringKey
{
    Task<Answer<GroupSnapshot>> RequestAsync([Immutable] ConsultationRequest request, [Immutable] Actor by);

    Task<Answer<TokenClaims>> IssueTokenAsync([Immutable] TokenOrder order);

    Task<Answer> RevokeTokenAsync([Immutable] TokenId token, [Immutable] Actor by);

    Task<Answer<Seat>> EnterAsync([Immutable] Entry entry);

    [AlwaysInterleave]
    Task<Answer> CheckReturnAsync([Immutable] TokenId token);

    [AlwaysInterleave]
    Task<Answer<RelayProbe[]>> ProbesAsync([Immutable] TerminalId terminal, string? region);

    [AlwaysInterleave]
    Task<Answer<MediaAnswer>> OfferAsync([Immutable] TerminalId terminal, [Immutable] MediaOffer offer);

    [AlwaysInterleave]
    Task<Answer<MediaAnswer>> OfferStandbyAsync([Immutable] TerminalId terminal, [Immutable] MediaOffer offer);

    [AlwaysInterleave]
    Task<Answer> UseStandbyAsync([Immutable] TerminalId terminal, [Immutable] RelayId? relay);

    Task<Answer> DetachAsync([Immutable] TerminalId terminal);

    Task<Answer> LeaveAsync([Immutable] TerminalId terminal, LeaveReason reason, [Immutable] Actor by);

    Task<Answer> SetMutedAsync([Immutable] TerminalId terminal, [Immutable] ImmutableSortedSet<MediaSource> muted, [Immutable] Actor by);

    Task<Answer<ChatMessage>> SendMessageAsync([Immutable] TerminalId terminal, string id, string text);

    [AlwaysInterleave]
    Task<Answer> ReportQualityAsync([Immutable] TerminalId terminal, [Immutable] QualityReport report);

    [AlwaysInterleave]
    Task<Answer> LocateAsync([Immutable] TerminalId terminal, [Immutable] Nearness near);

    Task<Answer> CloseAsync([Immutable] Actor by);

    /// <summary>Takes what an account may no longer do from the tokens and seats that hang on it; done when it is recorded.</summary>
    /// <param name="until">What was issued later is not concerned.</param>
    Task<Answer> FollowAccountAsync([Immutable] AccountChange change, DateTimeOffset until);

    [AlwaysInterleave]
    Task<Answer<GroupSnapshot>> SnapshotAsync();

    /// <summary>Subscribes, or renews the subscription and with it the leases of the terminals' seats.</summary>
    /// <param name="present">Terminals whose signalling is where the subscriber is.</param>
    [AlwaysInterleave]
    Task<Answer<GroupSnapshot>> SubscribeAsync(Guid subscription, IGroupEventReceiver receiver, [Immutable] TerminalId[] present);

    [AlwaysInterleave]
    Task<Answer> UnsubscribeAsync(Guid subscription);

    /// <summary>Does what is due, as the group's reminder does.</summary>
    Task<Answer> WakeAsync();
}
