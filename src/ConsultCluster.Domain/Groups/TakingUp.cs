using ConsultCluster.Domain.Groups.Effects;

namespace ConsultCluster.Domain.Groups;

/// <summary>
/// What becomes of sessions that a relay turns out to hold: after a restart of the process that directs the group, or of the link to the relay.
/// </summary>
public static class TakingUp
{
    /// <summary>
    /// Takes up what fits what is known, and ends the rest. What the relays do is believed where nothing is known: a session with media is the
    /// terminal's media, a standby session its standby.
    /// </summary>
    /// <param name="epoch">The newest epoch that the relay has seen of the group; ours is at least that from now on, or the relay would refuse orders.</param>
    /// <param name="found">Every session of the group on the relay.</param>
    public static Decision<Group> TakeUp(
        this Group group, RelayId relay, long epoch, IReadOnlyCollection<FoundSession> found, DateTimeOffset now)
    {
        var turn = new Turn(group with { Epoch = Math.Max(group.Epoch, epoch) }, now);
        foreach (var session in found)
        {
            turn.TakeUp(relay, session);
        }

        return turn.Done(turn.Group);
    }

    private static void TakeUp(this Turn turn, RelayId relay, FoundSession found)
    {
        var seat = turn.Group.Ended ? null : turn.Group.SeatOf(found.Terminal);
        switch (seat?.Place, found.IsStandby)
        {
            case (null, _) when seat is null:
            case ({ } place, false) when place.Relay != relay && place.Standby != relay:
            case ({ Standby: { } standby } other, true) when other.Relay != relay && standby != relay:
                turn.Order(new SessionEnded(found.Terminal, relay));
                break;
            case ({ } place, false) when place.Standby == relay:
                // It was activated by an order that is forgotten; where the media is now, the terminal has to say.
                turn.Order(new SessionEnded(found.Terminal, relay));
                turn.LoseStandby(seat!);
                break;
            case (null, false):
                turn.Carry(seat!, relay);
                break;
            case (null, true):
                turn.Replace(seat! with { LoneStandby = relay });
                break;
            case ({ } place, true) when place.Relay == relay:
                turn.Order(new SessionActivated(found.Terminal, relay));
                break;
            case ({ Standby: null } place, true):
                turn.Replace(seat! with { Place = place with { Standby = relay }, Leaving = seat.Leaving?.Relay == relay ? null : seat.Leaving });
                break;
            default:
                break;
        }
    }
}
