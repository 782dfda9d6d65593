using ConsultCluster.Domain.Media.Effects;
using ConsultCluster.Domain.Quality;

namespace ConsultCluster.Domain.Media;

/// <summary>What relays report of the media they carry, and what becomes due with time.</summary>
public static class Flowing
{
    /// <summary>
    /// On a relay media of a terminal arrives, or the terminal confirmed that it receives, or no longer. A plan that did not know where the terminal's media is, after a
    /// restart, knows it now.
    /// </summary>
    public static PlanDecision MediaChanged(this MediaPlan plan, TerminalId terminal, RelayId relay, bool sends, bool receives, DateTimeOffset now)
    {
        var turn = new PlanTurn(plan, now);
        if (!plan.IsCarriedBy(terminal, relay))
        {
            return turn.Done();
        }

        if (plan.Find(terminal) is { Place: null } unplaced && (sends || receives))
        {
            turn.Carry(unplaced, relay);
        }

        var media = turn.Plan.Find(terminal)!;
        if (media.Sends != sends || media.Receives != receives)
        {
            turn.Replace(media with { Sends = sends, Receives = receives });
            turn.Add(new FlowChanged(terminal, sends, receives));
        }

        if (turn.Plan.Find(terminal) is { Leaving.HasArrived: false } moved && turn.Plan.Flows(moved))
        {
            turn.Arrive(moved);
        }

        return turn.Done();
    }

    /// <summary>
    /// A relay lost the session. If it was the standby before, the terminal has a new one; if it was the standby, another is wanted; if media was leaving it, nothing is missing;
    /// otherwise the terminal has no media until it moves or offers again.
    /// </summary>
    public static PlanDecision SessionGone(this MediaPlan plan, TerminalId terminal, RelayId relay, string reason, DateTimeOffset now)
    {
        var turn = new PlanTurn(plan, now);
        var media = plan.Find(terminal);
        if (media?.Former?.Relay == relay)
        {
            turn.Replace(media with { Former = null });
        }
        else if (media?.Place?.Standby == relay || media?.LoneStandby == relay)
        {
            turn.LoseStandby(media!);
        }
        else if (media?.Leaving?.Relay == relay)
        {
            turn.Replace(media with { Leaving = null });
        }
        else if (media is not null && (media.Place is null || media.Place.Relay == relay))
        {
            turn.LoseMedia(media, reason);
        }

        return turn.Done();
    }

    /// <summary>Takes a relay's measurement of a terminal whose media it carries.</summary>
    public static PlanDecision ReportQuality(this MediaPlan plan, TerminalId terminal, RelayId relay, QualityReport report, DateTimeOffset now) =>
        plan.IsCarriedBy(terminal, relay) ? plan.ReportQuality(terminal, report, now) : new PlanTurn(plan, now).Done();

    /// <summary>Takes a measurement of the terminal's network.</summary>
    public static PlanDecision ReportQuality(this MediaPlan plan, TerminalId terminal, QualityReport report, DateTimeOffset now)
    {
        var turn = new PlanTurn(plan, now);
        if (plan.Find(terminal) is { } media && media.Quality != report)
        {
            turn.Replace(media with { Quality = report });
            turn.Add(new QualityMeasured(terminal, report));
        }

        return turn.Done();
    }

    /// <summary>Does what is due at that moment: sessions that media left and standby sessions that were renewed end, and media leaves for better relays.</summary>
    public static PlanDecision HandleTimeout(this MediaPlan plan, DateTimeOffset now)
    {
        var turn = new PlanTurn(plan, now);
        foreach (var media in plan.Terminals.Where(one => one.Leaving?.Until <= now))
        {
            turn.EndLeaving(media);
        }

        foreach (var media in turn.Plan.Terminals.Where(one => one.Former?.Until <= now))
        {
            turn.Add(new SessionEnded(media.Terminal, media.Former!.Relay));
            turn.Replace(media with { Former = null });
        }

        foreach (var media in turn.Plan.Terminals.Where(one => one.Destination?.At <= now))
        {
            turn.Depart(media);
        }

        return turn.Done();
    }

    /// <summary>Nothing carries the terminal's media any more. A standby session goes on: the terminal may move there by itself before it hears of the loss.</summary>
    internal static void LoseMedia(this PlanTurn turn, TerminalMedia media, string reason)
    {
        turn.Replace(media with
        {
            Sends = false,
            Receives = false,
            Place = null,
            LoneStandby = media.Place?.Standby ?? media.LoneStandby,
            Destination = null,
        });
        turn.Add(new MediaLost(media.Terminal, reason));
    }

    private static bool Flows(this MediaPlan plan, TerminalMedia media) => Flow.IsComplete(
        media.Permissions,
        media.Muted,
        media.Sends,
        media.Receives,
        othersSend: plan.Terminals.Any(other => other.Sends && other.Terminal != media.Terminal));
}
