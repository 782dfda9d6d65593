using ConsultCluster.Domain;
using ConsultCluster.Domain.Groups;

namespace ConsultCluster.Cluster.Activations;

/// <summary>
/// Who is in which receive slot of each session, as its relay said last: relays say what changes, and whoever missed it would show nobody. Only for the
/// group's turns.
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
    public IEnumerable<(TerminalId Terminal, IReadOnlyList<SlotAssignment> Slots)> In(Group group) =>
        _slots.Where(one => group.IsCarriedBy(one.Key.Terminal, one.Key.Relay))
            .Select(one => (one.Key.Terminal, (IReadOnlyList<SlotAssignment>)[.. one.Value.Values]));

    /// <summary>There is a new session, or one with other slots.</summary>
    public void Forget(TerminalId terminal, RelayId relay) => _slots.Remove((terminal, relay));

    /// <summary>Forgets sessions that are over.</summary>
    public void Keep(Group group)
    {
        foreach (var (terminal, relay) in _slots.Keys.Where(session => !IsHeld(group.SeatOf(session.Terminal), session.Relay)).ToArray())
        {
            _slots.Remove((terminal, relay));
        }
    }

    private static bool IsHeld(SeatState? seat, RelayId relay) =>
        seat is { Place: null } || seat?.Place?.Relay == relay || seat?.Place?.Standby == relay;
}
