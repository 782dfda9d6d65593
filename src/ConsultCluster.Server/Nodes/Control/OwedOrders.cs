using ConsultCluster.Contracts.Nodes.Orders;
using ConsultCluster.Domain;

namespace ConsultCluster.Server.Nodes.Control;

/// <summary>
/// Orders to take something away that did not reach the relay: who was put out or muted while the link was cut must not go on when it is
/// back. Only the last one for each terminal, and only until the terminal gets a new session.
/// </summary>
internal sealed class OwedOrders
{
    private readonly Lock _lock = new();
    private readonly Dictionary<(GroupId Group, TerminalId? Terminal), RelayOrder> _owed = [];

    /// <summary>Keeps an order.</summary>
    /// <param name="terminal">Null when it concerns the whole group.</param>
    public void Owe(GroupId group, TerminalId? terminal, RelayOrder order)
    {
        lock (_lock)
        {
            _owed[(group, terminal)] = order;
        }
    }

    /// <summary>A newer order has made it pointless.</summary>
    public void Settle(GroupId group, TerminalId? terminal)
    {
        lock (_lock)
        {
            _owed.Remove((group, terminal));
        }
    }

    /// <summary>Those that concern sessions which the relay still holds; the others are forgotten.</summary>
    public IReadOnlyList<(GroupId Group, TerminalId? Terminal, RelayOrder Order)> Take(IEnumerable<(GroupId Group, TerminalId Terminal)> held)
    {
        lock (_lock)
        {
            if (_owed.Count == 0)
            {
                return [];
            }

            var wanted = held.SelectMany(session => new[] { (session.Group, (TerminalId?)session.Terminal), (session.Group, null) }).ToHashSet();
            var due = _owed.Where(o => wanted.Contains(o.Key)).Select(o => (o.Key.Group, o.Key.Terminal, o.Value)).ToArray();
            _owed.Clear();
            return due;
        }
    }
}
