using System.Collections.Immutable;

namespace ConsultCluster.Domain.Relays;

/// <summary>A group's terminals and the relays they are on.</summary>
public sealed record GroupPlacement(GroupId Group, ImmutableArray<PlacedTerminal> Terminals)
{
    /// <summary>A group without terminals.</summary>
    public static GroupPlacement Empty(GroupId group) => new(group, []);

    /// <summary>The terminal; null when it is not placed.</summary>
    public PlacedTerminal? Find(TerminalId terminal)
    {
        foreach (var placed in Terminals)
        {
            if (placed.Terminal == terminal)
            {
                return placed;
            }
        }

        return null;
    }

    /// <summary>A copy with this terminal added or replaced.</summary>
    public GroupPlacement With(PlacedTerminal terminal)
    {
        var before = Find(terminal.Terminal);
        return this with { Terminals = before is null ? Terminals.Add(terminal) : Terminals.Replace(before, terminal) };
    }

    /// <summary>A copy without this terminal.</summary>
    public GroupPlacement Without(TerminalId terminal) =>
        Find(terminal) is { } placed ? this with { Terminals = Terminals.Remove(placed) } : this;

    /// <summary>A copy with the move applied; unchanged when the terminal has left.</summary>
    public GroupPlacement Apply(Move move) =>
        Find(move.Terminal) is { } placed ? With(placed with { Placement = move.To }) : this;
}
