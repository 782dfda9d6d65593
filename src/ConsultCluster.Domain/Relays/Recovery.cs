using System.Collections.Immutable;

namespace ConsultCluster.Domain.Relays;

/// <summary>Terminals leave relays that died or drain: to their standbys, or to a new choice where those died too or are full.</summary>
internal sealed class Recovery(Chooser chooser)
{
    /// <summary>All at once: nobody's media flows until then.</summary>
    public ImmutableArray<Move> FromDead(RelayDirectory directory, GroupPlacement group, TimeSpan now) =>
        Leave(directory, group, int.MaxValue, now, MoveReason.RelayLost);

    /// <summary>At most so many: the draining relay still forwards for the rest.</summary>
    public ImmutableArray<Move> FromDraining(RelayDirectory directory, GroupPlacement group, int most, TimeSpan now) =>
        Leave(directory, group, most, now, MoveReason.RelayDraining);

    private ImmutableArray<Move> Leave(RelayDirectory directory, GroupPlacement group, int most, TimeSpan now, MoveReason reason)
    {
        chooser.Begin(directory, group, now);
        var demand = reason == MoveReason.RelayLost ? Demand.Flees : Demand.Enters;
        Span<bool> left = group.Terminals.Length <= 256 ? stackalloc bool[group.Terminals.Length] : new bool[group.Terminals.Length];
        for (var i = 0; i < left.Length && most > 0; i++)
        {
            if (Must(i, reason))
            {
                left[i] = chooser.TakeStandby(i, demand) || chooser.ChooseRelay(i, group.Terminals[i].Near, demand);
                most -= left[i] ? 1 : 0;
            }
        }

        // Standbys last: they depend on where everybody is by then.
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

    private bool Must(int place, MoveReason reason)
    {
        var relay = chooser.Relays[place];
        return reason == MoveReason.RelayDraining
            ? chooser.Is(RelayState.Draining, relay)
            : relay < 0 || chooser.Is(RelayState.Silent, relay);
    }

    /// <summary>Standbys on draining relays are as good as any until the drain comes to them.</summary>
    private bool LostStandby(int place, MoveReason reason)
    {
        var standby = chooser.Standbys[place];
        return reason == MoveReason.RelayDraining
            ? chooser.Is(RelayState.Draining, standby)
            : standby < 0 || chooser.Is(RelayState.Silent, standby);
    }
}
