using ConsultCluster.Domain;
using ConsultCluster.Domain.Groups;
using ConsultCluster.Domain.Media;

namespace ConsultCluster.Cluster.Media;

/// <summary>
/// Who is in which receive slot of each session, as its relay said last. Relays report changes only, so whoever missed one would show nobody. Only on the grain's scheduler.
/// </summary>
internal sealed class KnownSlots
{
    private readonly Dictionary<(TerminalId Terminal, RelayId Relay), SortedDictionary<string, SlotAssignment>> _slots = [];

    /// <summary>Takes what a relay said of its session with a terminal, whether media is there yet or not.</summary>
    public void Take(TerminalId terminal, RelayId relay, IReadOnlyList<SlotAssignment> changed)
    {
        if (!_slots.TryGetValue((terminal, relay), out var known))
        {
            _slots[(terminal, relay)] = known = new SortedDictionary<string, SlotAssignment>(StringComparer.Ordinal);
        }

        foreach (var slot in changed)
        {
            known[slot.Mid] = slot;
        }
    }

    /// <summary>All slots of a session; null when its relay has said nothing of it.</summary>
    public IReadOnlyList<SlotAssignment>? Of(TerminalId terminal, RelayId relay) =>
        _slots.TryGetValue((terminal, relay), out var known) ? [.. known.Values] : null;

    /// <summary>All slots of every terminal where its media is.</summary>
    public IEnumerable<(TerminalId Terminal, IReadOnlyList<SlotAssignment> Slots)> In(MediaPlan plan) =>
        _slots.Where(one => plan.IsCarriedBy(one.Key.Terminal, one.Key.Relay))
            .Select(one => (one.Key.Terminal, (IReadOnlyList<SlotAssignment>)[.. one.Value.Values]));

    /// <summary>There will be a new session, or one with other slots; gives what was known.</summary>
    public IReadOnlyList<SlotAssignment>? Forget(TerminalId terminal, RelayId relay)
    {
        var known = Of(terminal, relay);
        _slots.Remove((terminal, relay));
        return known;
    }

    /// <summary>There is no new session after all.</summary>
    public void Restore(TerminalId terminal, RelayId relay, IReadOnlyList<SlotAssignment>? known)
    {
        if (known is not null && !_slots.ContainsKey((terminal, relay)))
        {
            Take(terminal, relay, known);
        }
    }

    /// <summary>Forgets sessions that are over, and keeps those that are asked for.</summary>
    public void Keep(MediaPlan plan, SessionOpenings openings)
    {
        foreach (var session in _slots.Keys.Where(session => !IsHeld(plan.Find(session.Terminal), session.Relay) && !openings.Has(session.Terminal, session.Relay)).ToArray())
        {
            _slots.Remove(session);
        }
    }

    private static bool IsHeld(TerminalMedia? media, RelayId relay) =>
        media is { Place: null } || media?.Place?.Relay == relay || media?.Place?.Standby == relay || media?.Former?.Relay == relay;
}
