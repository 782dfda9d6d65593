using ConsultCluster.Domain.Media.Effects;

namespace ConsultCluster.Domain.Media;

/// <summary>What becomes of sessions that a relay turns out to hold: after a restart of the process that directs the group, or of the link to the relay.</summary>
public static class TakingUp
{
    /// <summary>
    /// Takes up what fits the plan, and ends the rest. Where the plan knows nothing, the relay is believed: a session with media is the terminal's media, a standby session
    /// its standby.
    /// </summary>
    /// <param name="epoch">The newest epoch that the relay has seen of the group; ours is at least that from now on, or the relay would refuse orders.</param>
    /// <param name="found">Every session of the group on the relay.</param>
    public static PlanDecision TakeUp(this MediaPlan plan, RelayId relay, long epoch, IReadOnlyCollection<FoundSession> found, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(found);
        var turn = new PlanTurn(plan with { Epoch = Math.Max(plan.Epoch, epoch) }, now);
        foreach (var session in found)
        {
            turn.TakeUp(relay, session);
        }

        return turn.Done();
    }

    private static void TakeUp(this PlanTurn turn, RelayId relay, FoundSession found)
    {
        var media = turn.Plan.Find(found.Terminal);
        var isLeaving = media?.Leaving?.Relay == relay;
        var isFormer = media?.Former?.Relay == relay;
        var hasStandby = media?.LoneStandby is not null || media?.Place?.Standby is not null;
        switch (media?.Place, found.IsStandby)
        {
            case (_, true) when isFormer:
                // The newest one may not be connected yet.
                break;
            case ({ }, false) when isFormer:
                turn.Add(new SessionEnded(found.Terminal, relay));
                turn.Replace(media! with { Former = null });
                break;
            case ({ }, false) when isLeaving:
            case (_, true) when isLeaving && hasStandby:
                // Media is on its way to another relay; the session ends when it has arrived there.
                break;
            case (null, _) when media is null:
            case (null, true) when media.LoneStandby is { } lone && lone != relay:
            case ({ } place, false) when place.Relay != relay && place.Standby != relay:
            case ({ Standby: { } standby } other, true) when other.Relay != relay && standby != relay:
                turn.Add(new SessionEnded(found.Terminal, relay));
                break;
            case ({ } place, false) when place.Standby == relay:
                // An order that is forgotten activated it; the terminal has to say where its media is now.
                turn.Add(new SessionEnded(found.Terminal, relay));
                turn.LoseStandby(media!);
                break;
            case (null, false):
                turn.Carry(media!, relay);
                break;
            case (null, true):
                turn.HoldReady(media!, relay);
                break;
            case ({ } place, true) when place.Relay == relay:
                turn.Add(new SessionActivated(found.Terminal, relay));
                break;
            case ({ Standby: null }, true):
                turn.HoldReady(media!, relay);
                break;
            default:
                break;
        }
    }
}
