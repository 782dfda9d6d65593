using System.Collections.Immutable;
using ConsultCluster.Domain;
using ConsultCluster.Domain.Groups;
using ConsultCluster.Domain.Quality;
using ConsultCluster.Domain.Relays;
using ConsultCluster.Domain.Tokens;
using ConsultCluster.Ports.Relays;
using ConsultCluster.Ports.Stores;

namespace ConsultCluster.Ports.Groups;

/// <summary>
/// One consultation group as a virtual actor: turns never overlap, and what changed is durable before the caller is answered.
/// Refusals are return values; a <see cref="StorageUnavailableException"/> means that nothing was acknowledged.
/// </summary>
public interface IConsultationGroup
{
    /// <summary>Records the request and creates the group. The same request again is not an error.</summary>
    Task<Outcome<GroupSnapshot>> RequestAsync(ConsultationRequest request, Actor by);

    /// <summary>Records a new token; the caller signs it.</summary>
    Task<Outcome<TokenClaims>> IssueTokenAsync(TokenOrder order);

    /// <summary>Takes a token back and removes the terminals that entered with it.</summary>
    Task<Outcome> RevokeTokenAsync(TokenId token, Actor by);

    /// <summary>
    /// Lets a terminal in. A terminal that comes back with the same token and seat key gets its seat, however long ago the token
    /// has expired: expiry is judged here, so a caller checks the signature only.
    /// </summary>
    Task<Outcome<Seat>> EnterAsync(Entry entry);

    /// <summary>Refuses a token past its expiry with which nobody may come back.</summary>
    Task<Outcome> CheckReturnAsync(TokenId token);

    /// <summary>A handful of relays to which the terminal should measure its round trip before it offers.</summary>
    /// <param name="region">Region label of the terminal's site; null while unknown.</param>
    Task<Outcome<RelayProbe[]>> ProbesAsync(TerminalId terminal, string? region);

    /// <summary>
    /// Takes what a terminal has measured of its way to relays since it offered; not durable. Where another relay would now carry it clearly better, its
    /// media goes there within half a minute.
    /// </summary>
    Task<Outcome> LocateAsync(TerminalId terminal, Nearness near);

    /// <summary>Opens or renews the terminal's media session on a relay, which then fills the slots by itself.</summary>
    Task<Outcome<MediaAnswer>> OfferAsync(TerminalId terminal, MediaOffer offer);

    /// <summary>
    /// Opens the terminal's standby session on a relay of another process: connected, and silent until media moves there. It replaces
    /// the standby session before once the terminal closes that, within 7 s.
    /// </summary>
    Task<Outcome<MediaAnswer>> OfferStandbyAsync(TerminalId terminal, MediaOffer offer);

    /// <summary>Moves the terminal's media to its standby session; the session before ends. Where it is there already its move is told again.</summary>
    /// <param name="relay">Where that session is; null for wherever it is.</param>
    Task<Outcome> UseStandbyAsync(TerminalId terminal, RelayId? relay);

    /// <summary>
    /// The terminal's signalling is gone: its seat is held for a while. Only for the newest connection of a terminal: an older one
    /// that ends after the terminal came back must not be reported.
    /// </summary>
    Task DetachAsync(TerminalId terminal);

    /// <summary>The terminal leaves, or <paramref name="by"/> removes it (needs <see cref="Permissions.Moderate"/> when it is not one's own, and takes its token back).</summary>
    Task<Outcome> LeaveAsync(TerminalId terminal, LeaveReason reason, Actor by);

    /// <summary>Sets what of a terminal is muted. On another person's terminal, which needs <see cref="Permissions.Moderate"/>, the sources are added: nobody can unmute another.</summary>
    Task<Outcome> SetMutedAsync(TerminalId terminal, ImmutableSortedSet<MediaSource> muted, Actor by);

    /// <summary>Records a chat message; the same id from the same terminal again returns the first one.</summary>
    Task<Outcome<ChatMessage>> SendMessageAsync(TerminalId terminal, string id, string text);

    /// <summary>Takes a measurement of a terminal's network; not durable.</summary>
    Task ReportQualityAsync(TerminalId terminal, QualityReport report);

    /// <summary>Closes the consultation; every terminal leaves, every token ends.</summary>
    Task<Outcome> CloseAsync(Actor by);

    /// <summary>The group as it is, or a refusal when it does not exist.</summary>
    Task<Outcome<GroupSnapshot>> SnapshotAsync();

    /// <summary>From the returned snapshot on, every event goes to the observer in order.</summary>
    Task<Outcome<GroupSnapshot>> SubscribeAsync(IGroupObserver observer);

    /// <summary>No more events to this observer.</summary>
    Task UnsubscribeAsync(IGroupObserver observer);
}
