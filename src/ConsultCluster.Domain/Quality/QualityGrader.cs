namespace ConsultCluster.Domain.Quality;

/// <summary>
/// Grades loss, delay and jitter of one direction by a simplified E-model (ITU-T G.107): a transmission rating R of 0
/// to 93.2 gives a mean opinion score of 1 to 4.5, which gives the grade.
/// </summary>
public static class QualityGrader
{
    /// <summary>R of a perfect narrow-band line with the defaults of ITU-T G.107 §7.7.</summary>
    private const double BestRating = 93.2;

    /// <summary>Unavoidable delay in the terminals: capture, coding, playout (about a 20 ms frame each side).</summary>
    private const double TerminalDelayMs = 40;

    /// <summary>One-way delay from which speakers interrupt each other (ITU-T G.107, the step of Id).</summary>
    private const double InteractiveDelayMs = 177.3;

    /// <summary>Packet-loss robustness factor Bpl of Opus with in-band FEC; ITU-T G.113 gives 4.3 without and 25.1 with concealment.</summary>
    private const double LossRobustness = 16;

    /// <summary>A jitter buffer adds about twice the interarrival jitter.</summary>
    private const double JitterBufferFactor = 2;

    /// <summary>Loss from which media is unusable, in percent.</summary>
    private const double DeadLossPercent = 95;

    /// <summary>Grades one direction.</summary>
    /// <param name="lossPercent">Packets lost, 0 to 100; values outside are clamped.</param>
    /// <param name="roundTripMs">Round trip in milliseconds; null while unknown, which counts as short.</param>
    /// <param name="jitterMs">Interarrival jitter (RFC 3550 §6.4.1) in milliseconds.</param>
    public static QualityGrade Grade(double lossPercent, double? roundTripMs, double jitterMs)
    {
        if (double.IsNaN(lossPercent))
        {
            return QualityGrade.Unknown;
        }

        if (lossPercent >= DeadLossPercent)
        {
            return QualityGrade.Disconnected;
        }

        return Score(lossPercent, roundTripMs, jitterMs) switch
        {
            >= 4.2 => QualityGrade.Excellent,
            >= 3.8 => QualityGrade.Good,
            >= 3.1 => QualityGrade.Poor,
            >= 2.3 => QualityGrade.Bad,
            _ => QualityGrade.VeryBad,
        };
    }

    /// <summary>Mean opinion score, 1 to 4.5, of the same measurements (ITU-T G.107 Annex B).</summary>
    /// <param name="lossPercent">Packets lost, 0 to 100.</param>
    /// <param name="roundTripMs">Round trip in milliseconds; null while unknown.</param>
    /// <param name="jitterMs">Interarrival jitter in milliseconds.</param>
    public static double Score(double lossPercent, double? roundTripMs, double jitterMs)
    {
        var loss = Math.Clamp(lossPercent, 0, 100);
        var delay = (NotNegative(roundTripMs ?? 0) / 2) + (JitterBufferFactor * NotNegative(jitterMs)) + TerminalDelayMs;

        var delayImpairment = 0.024 * delay;
        if (delay > InteractiveDelayMs)
        {
            delayImpairment += 0.11 * (delay - InteractiveDelayMs);
        }

        var lossImpairment = 95 * loss / (loss + LossRobustness);
        var rating = BestRating - delayImpairment - lossImpairment;

        return rating switch
        {
            <= 0 => 1,
            >= 100 => 4.5,
            _ => Math.Clamp(1 + (0.035 * rating) + (rating * (rating - 60) * (100 - rating) * 7e-6), 1, 4.5),
        };
    }

    private static double NotNegative(double value) => double.IsNaN(value) || value < 0 ? 0 : value;
}
