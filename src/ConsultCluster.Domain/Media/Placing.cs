using ConsultCluster.Domain.Groups;
using ConsultCluster.Domain.Media.Effects;

namespace ConsultCluster.Domain.Media;

/// <summary>On which relays the terminals' sessions are, and what happens when a relay is lost.</summary>
public static class Placing
{
    /// <summary>For how long a terminal keeps its session on the relay that it leaves when media does not arrive at the other: pages switch within 1.5 s.</summary>
    private static readonly TimeSpan LeavesWithin = TimeSpan.FromSeconds(2);

    /// <summary>For how long a terminal keeps the standby session before the newest one: pages give up one that has not connected 6 s after its answer.</summary>
    private static readonly TimeSpan ConnectsWithin = TimeSpan.FromSeconds(7);

    /// <summary>The media of a terminal for which a session may be opened now, or why not.</summary>
    public static Outcome<TerminalMedia> MediaOf(this MediaPlan plan, TerminalId terminal) =>
        plan.Find(terminal) is { } media ? media : Guards.NoSeat;

    /// <summary>The media of a terminal for which a standby session may be opened now: one whose media is on a relay.</summary>
    public static Outcome<TerminalMedia> MediaForStandby(this MediaPlan plan, TerminalId terminal)
    {
        var media = plan.MediaOf(terminal);
        return media.Value is { Place: null }
            ? new Refusal(RefusalCodes.RelayNoStandby, "Media comes first: offer a session, and then a standby session.")
            : media;
    }

    /// <summary>
    /// A relay answered the terminal's offer: its media is there. A standby session there is that session now; a session elsewhere that carried the media ends. If the
    /// terminal is out meanwhile, the new session ends.
    /// </summary>
    public static PlanDecision SessionOpened(this MediaPlan plan, TerminalId terminal, RelayId relay, DateTimeOffset now)
    {
        var turn = new PlanTurn(plan, now);
        if (plan.Find(terminal) is not { } media)
        {
            turn.Add(new SessionEnded(terminal, relay));
            return turn.Done();
        }

        if (media.Place is { } before && before.Relay != relay)
        {
            turn.Add(new SessionEnded(terminal, before.Relay));
        }

        turn.Carry(media, relay);
        return turn.Done();
    }

    /// <summary>
    /// A relay answered the terminal's offer of a standby session. The one before goes on until the new one can be connected; of several before, the oldest, which is the one that
    /// stands. If the terminal is out meanwhile, the new session ends; if its media was lost meanwhile, the session is held ready all the same.
    /// </summary>
    public static PlanDecision StandbyOpened(this MediaPlan plan, TerminalId terminal, RelayId relay, DateTimeOffset now)
    {
        var turn = new PlanTurn(plan, now);
        if (plan.Find(terminal) is not { } media)
        {
            turn.Add(new SessionEnded(terminal, relay));
            return turn.Done();
        }

        if (media.Place?.Relay == relay)
        {
            return turn.Done();
        }

        if ((media.Place?.Standby ?? media.LoneStandby) is { } before && before != relay)
        {
            var isRenewedAgain = media.Former is { } former && former.Relay != relay;
            if (isRenewedAgain)
            {
                turn.Add(new SessionEnded(terminal, before));
            }

            media = media with { Former = new FormerStandby(isRenewedAgain ? media.Former!.Relay : before, now + ConnectsWithin) };
        }

        turn.HoldReady(media, relay);
        return turn.Done();
    }

    /// <summary>The terminal sends media on that relay: if its standby session is there, it has moved by itself.</summary>
    public static PlanDecision StandbyActivated(this MediaPlan plan, TerminalId terminal, RelayId relay, DateTimeOffset now) =>
        plan.Find(terminal) is { } media && (media.Place?.Standby == relay || media.LoneStandby == relay || media.Former?.Relay == relay)
            ? plan.UseStandby(terminal, relay, now)
            : new PlanTurn(plan, now).Done();

    /// <summary>
    /// Moves a terminal to its standby session at its own wish. If it is there already, because its media arrived before its wish, the move is announced again.
    /// </summary>
    /// <param name="relay">Where that session is; null for wherever one stands.</param>
    public static PlanDecision UseStandby(this MediaPlan plan, TerminalId terminal, RelayId? relay, DateTimeOffset now)
    {
        var turn = new PlanTurn(plan, now);
        switch (plan.Find(terminal))
        {
            case { Place.Standby: { } standby } media when relay is null || relay == standby || relay == media.Former?.Relay:
                turn.Move(media, MediaMoveReason.Terminal, relay);
                turn.EndLeaving(turn.Plan.Find(terminal)!);
                return turn.Done();
            case { LoneStandby: { } lone } media when relay is null || relay == lone || relay == media.Former?.Relay:
                var to = relay ?? media.Former?.Relay ?? lone;
                turn.Carry(media, to);
                turn.Add(new SessionActivated(terminal, to));
                turn.Add(new MediaMoved(terminal, MediaMoveReason.Terminal));
                turn.Add(new MoveAnnounced(terminal, to));
                return turn.Done();
            case { Place: { } place } when relay == place.Relay:
                turn.Add(new MoveAnnounced(terminal, place.Relay));
                return turn.Done();
            default:
                return turn.Done() with { Refusal = Guards.NoStandby };
        }
    }

    /// <summary>
    /// A relay is lost or is to be emptied: terminals with a standby session elsewhere move there, and those whose standby it was are asked for another. Terminals without a
    /// standby stay where they are (see <see cref="LoseSessionsOn"/>).
    /// </summary>
    /// <param name="lives">The relay goes on for now: sessions there end when the media of all who leave it has arrived elsewhere.</param>
    public static PlanDecision MoveFrom(this MediaPlan plan, RelayId relay, bool lives, DateTimeOffset now)
    {
        var turn = new PlanTurn(plan, now);
        foreach (var renewed in plan.Terminals.Where(one => one.Former?.Relay == relay))
        {
            turn.Replace(renewed with { Former = null });
        }

        foreach (var media in turn.Plan.Terminals)
        {
            if (media.Place?.Standby == relay || media.LoneStandby == relay)
            {
                turn.LoseStandby(media);
            }
            else if (media.Place?.Relay == relay && media.Place.Standby is not null)
            {
                turn.Move(media, lives ? MediaMoveReason.Drain : MediaMoveReason.RelayLost);
            }

            if (!lives && turn.Plan.Find(media.Terminal) is { Leaving: { } left } moved && left.Relay == relay)
            {
                turn.EndLeaving(moved);
            }
        }

        return turn.Done();
    }

    /// <summary>True when some terminal would leave that relay, or open another standby session, if it were to be emptied.</summary>
    public static bool CanLeave(this MediaPlan plan, RelayId relay) => plan.Terminals.Any(media =>
        media.Place is { Standby: { } standby } place ? place.Relay == relay || standby == relay : media.LoneStandby == relay);

    /// <summary>There are more relays than before: terminals that have media and no standby session are asked for one.</summary>
    public static PlanDecision RequestStandbys(this MediaPlan plan, DateTimeOffset now)
    {
        var turn = new PlanTurn(plan, now);
        foreach (var media in plan.Terminals.Where(one => one.Place is { Standby: null }))
        {
            turn.Add(new StandbyRequested(media.Terminal));
        }

        return turn.Done();
    }

    /// <summary>A relay is gone, and with it the media of every terminal that is still on it: they have to offer again.</summary>
    public static PlanDecision LoseSessionsOn(this MediaPlan plan, RelayId relay, DateTimeOffset now)
    {
        var turn = new PlanTurn(plan, now);
        foreach (var media in plan.Terminals.Where(one => one.Place?.Relay == relay))
        {
            turn.LoseMedia(media, MediaLost.RelayGone);
        }

        return turn.Done();
    }

    /// <summary>The relay holds the terminal's standby session, also if media was leaving it.</summary>
    internal static void HoldReady(this PlanTurn turn, TerminalMedia media, RelayId relay) => turn.Replace(media with
    {
        Place = media.Place is { } place ? place with { Standby = relay } : null,
        LoneStandby = media.Place is null ? relay : null,
        Former = media.Former?.Relay == relay ? null : media.Former,
        Leaving = media.Leaving?.Relay == relay ? null : media.Leaving,
    });

    /// <summary>The terminal has no standby session any more but the one before, if that goes on.</summary>
    internal static void LoseStandby(this PlanTurn turn, TerminalMedia media)
    {
        var former = media.Former?.Relay;
        turn.Replace(media with
        {
            Place = media.Place is { } place ? place with { Standby = former } : null,
            LoneStandby = media.Place is null ? former : null,
            Former = null,
        });
        if (media.Place is not null)
        {
            turn.Add(new StandbyRequested(media.Terminal));
        }
    }

    /// <summary>The relay carries the terminal's media; standby sessions elsewhere stay.</summary>
    internal static void Carry(this PlanTurn turn, TerminalMedia media, RelayId relay) => turn.Replace(media.At(relay) with
    {
        Leaving = media.Leaving?.Relay == relay ? null : media.Leaving,
    });

    /// <summary>With the media on that relay. Of the standby sessions those elsewhere stay; where the newest was that, the one before takes its place.</summary>
    private static TerminalMedia At(this TerminalMedia media, RelayId relay)
    {
        var standby = media.Place?.Standby ?? media.LoneStandby;
        var former = media.Former?.Relay == relay ? null : media.Former;
        return standby == relay
            ? media with { Place = new MediaPlace(relay, former?.Relay), LoneStandby = null, Former = null }
            : media with { Place = new MediaPlace(relay, standby), LoneStandby = null, Former = former };
    }

    /// <summary>
    /// The terminal's media flows at its new relay. The sessions on the relay that it left end together, once this holds of all who left it: a terminal that still watches
    /// there must not see one person's picture take the place of another's.
    /// </summary>
    internal static void Arrive(this PlanTurn turn, TerminalMedia media)
    {
        var leaving = media.Leaving!;
        turn.Replace(media with { Leaving = leaving with { HasArrived = true } });
        turn.Add(new MediaArrived(media.Terminal, leaving.Reason, turn.Now - leaving.Since));
        var left = turn.Plan.Terminals.Where(other => other.Leaving?.Relay == leaving.Relay).ToArray();
        if (Array.TrueForAll(left, other => other.Leaving!.HasArrived))
        {
            Array.ForEach(left, turn.EndLeaving);
        }
    }

    /// <summary>Ends the session that the terminal's media has left.</summary>
    internal static void EndLeaving(this PlanTurn turn, TerminalMedia media)
    {
        turn.Add(new SessionEnded(media.Terminal, media.Leaving!.Relay));
        turn.Replace(media with { Leaving = null });
    }

    /// <summary>Media goes to a standby session; the session before goes on until media has arrived there.</summary>
    /// <param name="relay">Holds that standby session; null takes one that stands: the one before, while the newest may not be connected.</param>
    internal static void Move(this PlanTurn turn, TerminalMedia media, MediaMoveReason reason, RelayId? relay = null)
    {
        var (from, to) = (media.Place!.Relay, relay ?? media.Former?.Relay ?? media.Place.Standby!.Value);
        if (media.Leaving is { } before && before.Relay != to)
        {
            turn.Add(new SessionEnded(media.Terminal, before.Relay));
        }

        var leaving = new LeavingSession(from, reason, turn.Now, turn.Now + LeavesWithin);
        turn.Replace(media.At(to) with { Leaving = leaving, Destination = null });
        turn.Add(new SessionMoved(media.Terminal, from, to));
        turn.Add(new MediaMoved(media.Terminal, reason));
        turn.Add(new MoveAnnounced(media.Terminal, to));
    }
}
