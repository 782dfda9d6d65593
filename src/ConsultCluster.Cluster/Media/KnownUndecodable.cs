using System.Collections.Immutable;
using ConsultCluster.Domain;
using ConsultCluster.Domain.Groups;
using ConsultCluster.Domain.Media;

namespace ConsultCluster.Cluster.Media;

/// <summary>
/// What each terminal cannot decode: as the relays of its sessions said last, and as the group's observers know it. A terminal that moves by itself is reported on before the
/// plan knows that it moved. Only on the grain's scheduler.
/// </summary>
internal sealed class KnownUndecodable
{
    private readonly Dictionary<(TerminalId Terminal, RelayId Relay), ImmutableArray<UndecodableSource>> _reported = [];
    private readonly Dictionary<TerminalId, ImmutableArray<UndecodableSource>> _told = [];

    /// <summary>Takes what a relay said of its session with a terminal.</summary>
    public void Take(TerminalId terminal, RelayId relay, ImmutableArray<UndecodableSource> sources) => _reported[(terminal, relay)] = sources;

    /// <summary>What observers know of the terminal.</summary>
    public ImmutableArray<UndecodableSource> Of(TerminalId terminal) => _told.GetValueOrDefault(terminal, []);

    /// <summary>Notes that observers are told what that relay said; null when they know it, or the relay said nothing.</summary>
    public ImmutableArray<UndecodableSource>? TakeNews(TerminalId terminal, RelayId relay)
    {
        if (!_reported.TryGetValue((terminal, relay), out var now) || Of(terminal).AsSpan().SequenceEqual(now.AsSpan()))
        {
            return null;
        }

        _told[terminal] = now;
        return now;
    }

    /// <summary>Forgets terminals that left, and relays they left.</summary>
    public void Keep(MediaPlan plan)
    {
        foreach (var session in _reported.Keys.Where(session => plan.Find(session.Terminal) is not { } media || HasLeft(media, session.Relay)).ToArray())
        {
            _reported.Remove(session);
        }

        foreach (var terminal in _told.Keys.Where(terminal => plan.Find(terminal) is null).ToArray())
        {
            _told.Remove(terminal);
        }
    }

    private static bool HasLeft(TerminalMedia media, RelayId relay) => media.Place is { } place && place.Relay != relay && place.Standby != relay;
}
