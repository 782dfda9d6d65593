using System.Collections.Immutable;

namespace ConsultCluster.Domain.Relays;

/// <summary>
/// Looks whether a group is still where it would be put today. What moves must gain <see cref="PlacementRules.StayMs"/>, with its own load
/// counted where it goes, so the way back never gains and nothing oscillates. Each time one terminal is looked at, by lot, and those that share
/// its relay.
/// </summary>
internal sealed class Rebalancing(Chooser chooser)
{
    public ImmutableArray<Move> Of(RelayDirectory directory, GroupPlacement group, TimeSpan now)
    {
        if (group.Terminals.IsEmpty)
        {
            return [];
        }

        chooser.Begin(directory, group, now);
        var turn = (int)(chooser.Turn * group.Terminals.Length);
        if (!SitsWell(group) && chooser.Is(RelayState.Active, chooser.Relays[turn]))
        {
            Improve(turn, group.Terminals[turn].Near);
        }

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

    /// <summary>Most groups are on one relay, near all of them, and not about to leave for load: for these nothing else is looked at.</summary>
    private bool SitsWell(GroupPlacement group)
    {
        for (var i = 0; i < group.Terminals.Length; i++)
        {
            var relay = chooser.Relays[i];
            if (relay != chooser.Relays[0] || !chooser.Is(RelayState.Active, relay) || !chooser.SitsWell(relay, group.Terminals[i].Near))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>
    /// Those of the group that are on the terminal's relay move together, because each alone would be held back by the others. Where they
    /// stay, the terminal alone may still go to a better place.
    /// </summary>
    private void Improve(int turn, Nearness near)
    {
        var relay = chooser.Relays[turn];
        chooser.ChooseTogether(turn);
        if (chooser.Relays[turn] == relay)
        {
            chooser.ChooseRelay(turn, near, whateverLoad: true);
        }
    }
}
