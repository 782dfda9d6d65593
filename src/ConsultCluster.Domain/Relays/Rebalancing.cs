using System.Collections.Immutable;

namespace ConsultCluster.Domain.Relays;

/// <summary>
/// Looks whether a group is still where it would be put today. What moves must gain <see cref="PlacementRules.StayMs"/>, with its own load
/// counted where it goes, so the way back never gains and nothing oscillates.
/// </summary>
internal sealed class Rebalancing(Chooser chooser)
{
    /// <summary>More terminals of a group on one relay than this move one by one: together they would be too much for the next.</summary>
    private const int MostTogether = 12;

    public ImmutableArray<Move> Of(RelayDirectory directory, GroupPlacement group, TimeSpan now)
    {
        chooser.Begin(directory, group, now);
        _ = MoveOne(group, whateverLoad: true) || MovePart(group) || MoveOne(group, whateverLoad: false);

        ImmutableArray<Move>.Builder? moves = null;
        for (var i = 0; i < group.Terminals.Length; i++)
        {
            var before = group.Terminals[i];
            var moved = chooser.Relays[i] != directory.Layout.IndexOf(before.Placement.Relay);
            if (!moved && !(chooser.Is(RelayState.Active, chooser.Relays[i]) && chooser.WantsStandby(i)))
            {
                continue;
            }

            chooser.ChooseStandby(i, before.Near);
            var placement = chooser.PlacementAt(i);
            if (placement != before.Placement)
            {
                moves ??= ImmutableArray.CreateBuilder<Move>();
                moves.Add(new Move(group.Group, before.Terminal, before.Placement, placement, MoveReason.Better));
            }
        }

        return moves?.ToImmutable() ?? [];
    }

    /// <summary>Moves all terminals of the group on one relay together: alone, each would be held back by the others.</summary>
    private bool MovePart(GroupPlacement group)
    {
        for (var i = 0; i < group.Terminals.Length; i++)
        {
            var relay = chooser.Relays[i];
            if (!chooser.Is(RelayState.Active, relay) || chooser.Relays[..i].Contains(relay) || chooser.Relays.Count(relay) > MostTogether)
            {
                continue;
            }

            chooser.ChooseTogether(relay);
            if (chooser.Relays[i] != relay)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Moves one terminal: to a better place, or, where too many are on one relay to move together, to less load.</summary>
    private bool MoveOne(GroupPlacement group, bool whateverLoad)
    {
        for (var i = 0; i < group.Terminals.Length; i++)
        {
            var relay = chooser.Relays[i];
            if (chooser.Is(RelayState.Active, relay) && chooser.Relays.Count(relay) > (whateverLoad ? 1 : MostTogether)
                && chooser.ChooseRelay(i, group.Terminals[i].Near, whateverLoad) && chooser.Relays[i] != relay)
            {
                return true;
            }
        }

        return false;
    }
}
