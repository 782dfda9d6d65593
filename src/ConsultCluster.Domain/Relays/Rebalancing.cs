using System.Collections.Immutable;

namespace ConsultCluster.Domain.Relays;

/// <summary>
/// Moves a group's terminals to better relays. A move must gain <see cref="PlacementRules.StayMs"/>, with its own load
/// counted at the destination, so moving back never gains and nothing oscillates.
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
        if (!IsWellPlaced(group))
        {
            Improve(directory, group);
        }

        ImmutableArray<Move>.Builder? moves = null;
        for (var i = 0; i < group.Terminals.Length; i++)
        {
            var before = group.Terminals[i];
            var moved = chooser.Relays[i] != directory.Layout.IndexOf(before.Placement.Relay);
            if (!moved && !(chooser.Is(RelayState.Active, chooser.Relays[i]) && chooser.NeedsStandby(i)))
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

    /// <summary>
    /// Most groups are on one relay that is near all their terminals and not overloaded. For these, nothing else is
    /// computed.
    /// </summary>
    private bool IsWellPlaced(GroupPlacement group)
    {
        for (var i = 0; i < group.Terminals.Length; i++)
        {
            var relay = chooser.Relays[i];
            if (relay != chooser.Relays[0] || !chooser.Is(RelayState.Active, relay) || !chooser.IsWellPlaced(relay, group.Terminals[i].Near))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>
    /// Terminals of the group on one relay move together, because the hop to the others would hold each of them back.
    /// If they stay, a terminal that is far from the relay may still move alone, and so may one random terminal. The
    /// order is random.
    /// </summary>
    private void Improve(RelayDirectory directory, GroupPlacement group)
    {
        var count = group.Terminals.Length;
        var first = (int)(chooser.FirstFraction * count);
        Span<bool> visited = directory.Relays.Length <= 4096 ? stackalloc bool[directory.Relays.Length] : new bool[directory.Relays.Length];
        for (var n = 0; n < count; n++)
        {
            var i = (first + n) % count;
            var (relay, near) = (chooser.Relays[i], group.Terminals[i].Near);
            if (!chooser.Is(RelayState.Active, relay))
            {
                continue;
            }

            if (!visited[relay])
            {
                visited[relay] = true;
                chooser.ChooseTogether(i);
                if (chooser.Relays[i] is var now && now != relay)
                {
                    visited[now] = true;
                    continue;
                }
            }

            if (n == 0 || !chooser.IsNear(relay, near))
            {
                chooser.ChooseRelay(i, near, PlacementPurpose.Rebalance, ignoreLoad: true);
            }
        }
    }
}
