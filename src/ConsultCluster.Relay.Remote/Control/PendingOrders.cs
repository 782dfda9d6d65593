using ConsultCluster.Domain;
using ConsultCluster.Relay.Remote.Messages.Orders;

namespace ConsultCluster.Relay.Remote.Control;

/// <summary>
/// Close and mute orders that did not reach the relay. They are sent again after a reconnect: a terminal that was removed or muted
/// meanwhile must not go on. Only the last order per terminal, and only until the terminal gets a new session.
/// </summary>
internal sealed class PendingOrders
{
    private readonly Lock _lock = new();
    private readonly Dictionary<(GroupId Group, TerminalId? Terminal), RelayOrder> _pending = [];

    /// <summary>Keeps an order, replacing an older one.</summary>
    /// <param name="terminal">Null for an order about the whole group.</param>
    public void Add(GroupId group, TerminalId? terminal, RelayOrder order)
    {
        lock (_lock)
        {
            _pending[(group, terminal)] = order;
        }
    }

    /// <summary>Drops the order that a newer one supersedes.</summary>
    public void Remove(GroupId group, TerminalId? terminal)
    {
        lock (_lock)
        {
            _pending.Remove((group, terminal));
        }
    }

    /// <summary>Takes all orders; returns those about sessions that the relay still holds.</summary>
    public IReadOnlyList<(GroupId Group, TerminalId? Terminal, RelayOrder Order)> TakeHeld(IEnumerable<(GroupId Group, TerminalId Terminal)> held)
    {
        lock (_lock)
        {
            if (_pending.Count == 0)
            {
                return [];
            }

            var wanted = held.SelectMany(session => new[] { (session.Group, (TerminalId?)session.Terminal), (session.Group, null) }).ToHashSet();
            var due = _pending.Where(o => wanted.Contains(o.Key)).Select(o => (o.Key.Group, o.Key.Terminal, o.Value)).ToArray();
            _pending.Clear();
            return due;
        }
    }
}
