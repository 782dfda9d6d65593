using ConsultCluster.Domain.Groups;
using ConsultCluster.Domain.Media.Effects;

namespace ConsultCluster.Domain.Media;

/// <summary>What an activation of a group leaves to the next one, and what that one makes of it.</summary>
public static class Remembering
{
    /// <summary>What is to be kept of the plan.</summary>
    /// <param name="asked">Relays that are asked for a session now.</param>
    public static PlanMemory Remember(this MediaPlan plan, IEnumerable<RelayId> asked) => new()
    {
        Epoch = plan.Epoch,
        Terminals =
        [
            .. plan.Terminals.Select(one => new TerminalMemory(
                one.Terminal, one.Place, one.LoneStandby, one.Leaving?.Relay, one.Near, one.Quality, one.Former?.Relay)),
        ],
        Asked = [.. asked.Distinct().OrderBy(relay => relay.Value, StringComparer.Ordinal)],
    };

    /// <summary>
    /// Takes over where the terminals are and how good their networks were, unless the plan has newer news. Sessions are not taken over: the relays say which they hold
    /// (<see cref="TakingUp"/>).
    /// </summary>
    public static PlanDecision Recall(this MediaPlan plan, PlanMemory memory, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(memory);
        var turn = new PlanTurn(plan, now);
        foreach (var known in memory.Terminals)
        {
            if (turn.Plan.Find(known.Terminal) is not { } media)
            {
                continue;
            }

            turn.Replace(media with { Near = media.Near.IsKnown ? media.Near : known.Near, Quality = media.Quality ?? known.Quality });
            if (media.Quality is null && known.Quality is { } quality)
            {
                turn.Add(new QualityMeasured(known.Terminal, quality));
            }
        }

        return turn.Done();
    }

    /// <summary>
    /// True when a terminal may have a session that the plan does not know: it has no media on any relay, or no standby session. A WHIP or WHEP terminal never has a standby
    /// session.
    /// </summary>
    public static bool MayHaveUnknownSessions(this MediaPlan plan) => plan.Terminals.Any(media =>
        media.Place is null || (media.Place.Standby is null && media.Kind is not (TerminalKind.Whip or TerminalKind.Whep)));
}
