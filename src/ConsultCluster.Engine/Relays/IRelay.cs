using ConsultCluster.Domain;
using ConsultCluster.Domain.Groups;

namespace ConsultCluster.Engine.Relays;

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

    /// <summary>
    /// Answers a terminal's offer and opens its session, or renews the one it has. Every publishing terminal of the group is
    /// forwarded to every subscribing one, slot by slot, from then on.
    /// </summary>
    Task<Outcome<MediaAnswer>> OpenSessionAsync(SessionOrder order);

    /// <summary>Stops (or resumes) forwarding these sources of a terminal, whatever the terminal sends.</summary>
    Task<Outcome> SetMutedAsync(GroupId group, long epoch, TerminalId terminal, IReadOnlySet<MediaSource> muted);

    /// <summary>Ends a terminal's session; unknown ones are not an error.</summary>
    Task<Outcome> CloseSessionAsync(GroupId group, long epoch, TerminalId terminal);

    /// <summary>Ends every session of a group.</summary>
    Task<Outcome> CloseGroupAsync(GroupId group, long epoch);

    /// <summary>Events of this group's sessions go to the observer, from any thread; it returns at once.</summary>
    void Observe(GroupId group, IRelayObserver? observer);
}
