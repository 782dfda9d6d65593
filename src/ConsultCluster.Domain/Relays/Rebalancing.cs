using System.Collections.Immutable;

namespace ConsultCluster.Domain.Relays;

/// <summary>
/// Looks whether a group is still where it would be put today. What moves must gain <see cref="PlacementRules.StayMs"/>, with its own load
/// counted where it goes, so the way back never gains and nothing oscillates.
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
        if (!SitsWell(group))
        {
            Improve(directory, group);
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
    /// Those of the group that are on one relay move together, because each alone would be held back by the others. Where they stay, a terminal
    /// that is far from it may still go alone, and one by lot that is not. Which part is first is by lot, too.
    /// </summary>
    private void Improve(RelayDirectory directory, GroupPlacement group)
    {
        var count = group.Terminals.Length;
        var turn = (int)(chooser.Turn * count);
        Span<bool> looked = directory.Relays.Length <= 4096 ? stackalloc bool[directory.Relays.Length] : new bool[directory.Relays.Length];
        for (var n = 0; n < count; n++)
        {
            var i = (turn + n) % count;
            var (relay, near) = (chooser.Relays[i], group.Terminals[i].Near);
            if (!chooser.Is(RelayState.Active, relay))
            {
                continue;
            }

            if (!looked[relay])
            {
                looked[relay] = true;
                chooser.ChooseTogether(i);
                if (chooser.Relays[i] is var now && now != relay)
                {
                    looked[now] = true;
                    continue;
                }
            }

            if (n == 0 || !chooser.IsNear(relay, near))
            {
                chooser.ChooseRelay(i, near, Demand.Improves, whateverLoad: true);
            }
        }
    }
}
