using ConsultCluster.Domain;

namespace ConsultCluster.Cluster.Media;

/// <summary>
/// Numbers the sessions that this activation opens, so that a close order which reaches its relay late does not end a session that was opened after it was given. Sessions that were
/// taken up from before have no number. Only on the grain's scheduler.
/// </summary>
internal sealed class SessionGenerations
{
    private readonly Dictionary<(TerminalId Terminal, RelayId Relay), long> _generations = [];
    private long _last;

    /// <summary>The number of a session that is opened or renegotiated; 0 for one that has none.</summary>
    /// <param name="isHeld">The relay holds it already.</param>
    public long Open(TerminalId terminal, RelayId relay, bool isHeld)
    {
        if (!isHeld)
        {
            _generations[(terminal, relay)] = ++_last;
        }

        return Of(terminal, relay);
    }

    /// <summary>The number of the terminal's newest session on that relay; 0 when it has none.</summary>
    public long Of(TerminalId terminal, RelayId relay) => _generations.GetValueOrDefault((terminal, relay));

    /// <summary>Orders a relay to end the terminal's session, and nothing newer.</summary>
    public Task<Outcome> CloseAsync(Ports.Relays.IRelay relay, GroupId group, long epoch, TerminalId terminal) =>
        Of(terminal, relay.Id) is > 0 and var generation
            ? relay.CloseSessionAsync(group, epoch, terminal, generation)
            : relay.CloseSessionAsync(group, epoch, terminal);

    /// <summary>Forgets the sessions of terminals that are gone.</summary>
    public void Keep(Func<TerminalId, bool> isThere)
    {
        foreach (var session in _generations.Keys.Where(session => !isThere(session.Terminal)).ToArray())
        {
            _generations.Remove(session);
        }
    }
}
