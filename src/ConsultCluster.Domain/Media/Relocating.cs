using System.Collections.Immutable;
using ConsultCluster.Domain.Groups;
using ConsultCluster.Domain.Media.Effects;
using ConsultCluster.Domain.Relays;

namespace ConsultCluster.Domain.Media;

/// <summary>
/// Moves the media of running calls to relays that carry it clearly better. Nobody waits for such a move, so it uses only sessions that stand, and the session before goes on
/// until media has arrived.
/// </summary>
public static class Relocating
{
    /// <summary>For terminals to open a session at their destination: pages wait up to 4 s, so that not all come at once, and then connect.</summary>
    private static readonly TimeSpan ReadyWithin = TimeSpan.FromSeconds(8);

    /// <summary>A terminal measured where it is; an empty measurement keeps the one before.</summary>
    public static PlanDecision Locate(this MediaPlan plan, TerminalId terminal, Nearness near, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(near);
        var turn = new PlanTurn(plan, now);
        if (near.IsKnown && plan.Find(terminal) is { } media)
        {
            turn.Replace(media with { Near = near });
        }

        return turn.Done();
    }

    /// <summary>
    /// True when there is media to be moved, all of it can be, and none is on its way. A WHIP or WHEP terminal has no second session; where one stays, the others are best left
    /// beside it.
    /// </summary>
    public static bool CanRelocate(this MediaPlan plan) =>
        plan.Terminals.Any(media => media.Place is not null)
        && plan.Terminals.All(media => media is { Leaving: null, Destination: null, Kind: not (TerminalKind.Whip or TerminalKind.Whep) });

    /// <summary>
    /// Sends terminals to better relays: at once when all of them have a standby session there, and otherwise when they had the time to open one.
    /// </summary>
    /// <param name="moves">What the planner found; moves that no longer fit, and those that concern standby sessions only, are left out.</param>
    public static PlanDecision Relocate(this MediaPlan plan, ImmutableArray<Move> moves, DateTimeOffset now)
    {
        var turn = new PlanTurn(plan, now);
        if (!plan.CanRelocate())
        {
            return turn.Done();
        }

        var going = moves
            .Where(move => move.MovesMedia && plan.Find(move.Terminal) is { IsAway: false } media && media.Place?.Relay == move.From.Relay)
            .ToArray();
        var at = Array.TrueForAll(going, move => plan.Find(move.Terminal)!.Place!.Standby == move.To.Relay) ? now : now + ReadyWithin;
        foreach (var move in going)
        {
            var media = plan.Find(move.Terminal)!;
            turn.Replace(media with { Destination = new Destination(move.To.Relay, at) });
            if (media.Place!.Standby != move.To.Relay)
            {
                turn.Add(new StandbyRequested(media.Terminal));
            }
        }

        return turn.Done();
    }

    /// <summary>The time has come: the terminal's media goes, if its session is there and it can hear of it.</summary>
    internal static void Depart(this PlanTurn turn, TerminalMedia media)
    {
        var to = media.Destination!.Relay;
        turn.Replace(media with { Destination = null });
        if (media is { IsAway: false, Place.Standby: { } standby } && standby == to)
        {
            turn.Move(turn.Plan.Find(media.Terminal)!, MediaMoveReason.Rebalance, to);
        }
    }
}
