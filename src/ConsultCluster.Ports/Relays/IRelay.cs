using System.Collections.Immutable;
using System.Net;
using ConsultCluster.Domain;
using ConsultCluster.Domain.Groups;
using ConsultCluster.Domain.Relays;

namespace ConsultCluster.Ports.Relays;

/// <summary>
/// One relay: a UDP port, a thread, and the sessions on it. It holds a session only because a group ordered it, and refuses
/// orders of an epoch older than the newest it has seen for that group.
/// </summary>
public interface IRelay
{
    /// <summary>Which relay this is.</summary>
    RelayId Id { get; }

    /// <summary>What it carries now.</summary>
    RelayLoad Load { get; }

    /// <summary>Where terminals and other relays reach it, most preferred first.</summary>
    ImmutableArray<IPEndPoint> Addresses { get; }

    /// <summary>With which terminals may measure their round trip to it now; changes every half minute.</summary>
    ProbeTicket ProbeTicket { get; }

    /// <summary>Every link it was ordered to hold.</summary>
    IReadOnlyList<LinkReport> Links { get; }

    /// <summary>
    /// Answers a terminal's offer and opens its session, or renews the one it has. Every publishing terminal of the group is
    /// forwarded to every subscribing one, slot by slot, from then on.
    /// </summary>
    Task<Outcome<MediaAnswer>> OpenSessionAsync(SessionOrder order);

    /// <summary>
    /// Makes a standby session (<see cref="SessionOrder.IsStandby"/>) the terminal's session: its slots are filled and what it sends is
    /// forwarded, without a new handshake. One that is active already is not an error.
    /// </summary>
    Task<Outcome> ActivateSessionAsync(GroupId group, long epoch, TerminalId terminal);

    /// <summary>Stops (or resumes) forwarding these sources of a terminal, whatever the terminal sends.</summary>
    Task<Outcome> SetMutedAsync(GroupId group, long epoch, TerminalId terminal, IReadOnlySet<MediaSource> muted);

    /// <summary>Ends a terminal's session; unknown ones are not an error.</summary>
    Task<Outcome> CloseSessionAsync(GroupId group, long epoch, TerminalId terminal);

    /// <summary>
    /// Ends a terminal's session unless a newer one has been opened meanwhile: a close order that comes late, or again, ends only what it
    /// was given for. A relay that does not know generations ends whatever is there.
    /// </summary>
    /// <param name="generation">The newest to end (<see cref="SessionOrder.Generation"/>).</param>
    Task<Outcome> CloseSessionAsync(GroupId group, long epoch, TerminalId terminal, long generation) => CloseSessionAsync(group, epoch, terminal);

    /// <summary>Ends every session of a group, and its cascade.</summary>
    Task<Outcome> CloseGroupAsync(GroupId group, long epoch);

    /// <summary>Holds a link to another relay, or gives the one it has a new secret or new addresses.</summary>
    Task<Outcome> SetLinkAsync(LinkOrder order);

    /// <summary>Ends a link; unknown ones are not an error. Refused when the link has a newer generation.</summary>
    Task<Outcome> RemoveLinkAsync(RelayId peer, long generation);

    /// <summary>Shares a group's tracks with other relays: the order replaces the one before.</summary>
    Task<Outcome> SetCascadeAsync(CascadeOrder order);

    /// <summary>Every session that it holds, for whoever directs it or a group anew.</summary>
    /// <param name="group">Only of this group; of all when null.</param>
    Task<Outcome<IReadOnlyList<HeldSession>>> ListSessionsAsync(GroupId? group);

    /// <summary>
    /// Events of this group's sessions go to the observer and no longer to another, from any thread; it returns at once. It hears first how
    /// the sessions are that are there already.
    /// </summary>
    void Observe(GroupId group, IRelayObserver observer);

    /// <summary>
    /// This observer hears no more. Says nothing to another one that has taken its place: who directed the group before may say this late.
    /// </summary>
    void Unobserve(GroupId group, IRelayObserver observer);

    /// <summary>Events of links go to this observer too, from any thread; it returns at once. It hears first how the links are that are there already.</summary>
    void ObserveLinks(ILinkObserver observer);

    /// <summary>This observer hears no more of links.</summary>
    void UnobserveLinks(ILinkObserver observer);
}
