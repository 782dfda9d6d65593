using System.Collections.Immutable;

namespace ConsultCluster.Domain.Relays;

/// <summary>
/// Moves terminals away from failed or draining relays: to their standbys, or to a newly chosen relay when those have
/// failed or are full.
/// </summary>
internal sealed class Recovery(Chooser chooser)
{
    /// <summary>All at once: their media is interrupted until then.</summary>
    public ImmutableArray<Move> FromLost(RelayDirectory directory, GroupPlacement group, TimeSpan now) =>
        Leave(directory, group, int.MaxValue, now, MoveReason.RelayLost);

    /// <summary>A limited number: the draining relay still forwards for the rest.</summary>
    public ImmutableArray<Move> FromDraining(RelayDirectory directory, GroupPlacement group, int most, TimeSpan now) =>
        Leave(directory, group, most, now, MoveReason.RelayDraining);

    private ImmutableArray<Move> Leave(RelayDirectory directory, GroupPlacement group, int most, TimeSpan now, MoveReason reason)
    {
        chooser.Begin(directory, group, now);
        var purpose = reason == MoveReason.RelayLost ? PlacementPurpose.Failover : PlacementPurpose.Entry;
        Span<bool> left = group.Terminals.Length <= 256 ? stackalloc bool[group.Terminals.Length] : new bool[group.Terminals.Length];
        for (var i = 0; i < left.Length && most > 0; i++)
        {
            if (MustLeave(i, reason))
            {
                left[i] = chooser.MoveToStandby(i, purpose) || chooser.ChooseRelay(i, group.Terminals[i].Near, purpose);
                most -= left[i] ? 1 : 0;
            }
        }

        // Standbys last: they depend on the new relays.
        ImmutableArray<Move>.Builder? moves = null;
        for (var i = 0; i < left.Length; i++)
        {
            var before = group.Terminals[i];
            if (chooser.Relays[i] < 0 || chooser.Is(RelayState.Silent, chooser.Relays[i]) || !(left[i] || LostStandby(i, reason)))
            {
                continue;
            }

            chooser.ChooseStandby(i, before.Near);
            var placement = chooser.PlacementAt(i);
            if (placement != before.Placement)
            {
                moves ??= ImmutableArray.CreateBuilder<Move>();
                moves.Add(new Move(group.Group, before.Terminal, before.Placement, placement, left[i] ? reason : MoveReason.StandbyLost));
            }
        }

        return moves?.ToImmutable() ?? [];
    }

    private bool MustLeave(int place, MoveReason reason)
    {
        var relay = chooser.Relays[place];
        return reason == MoveReason.RelayDraining
            ? chooser.Is(RelayState.Draining, relay)
            : relay < 0 || chooser.Is(RelayState.Silent, relay);
    }

    /// <summary>A standby on a draining relay stays until the drain reaches it.</summary>
    private bool LostStandby(int place, MoveReason reason)
    {
        var standby = chooser.Standbys[place];
        return reason == MoveReason.RelayDraining
            ? chooser.Is(RelayState.Draining, standby)
            : standby < 0 || chooser.Is(RelayState.Silent, standby);
    }
}
