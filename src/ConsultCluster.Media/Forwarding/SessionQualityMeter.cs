namespace ConsultCluster.Media.Forwarding;

/// <summary>Measures loss, jitter and round trip of one terminal over an interval.</summary>
internal static class SessionQualityMeter
{
    public static SessionQuality Take(Session session)
    {
        var (upLoss, upJitter) = Up(session);
        var (downLoss, downJitter) = Down(session);
        return new(session.Key, upLoss, upJitter, downLoss, downJitter, session.RoundTrip.Value?.TotalMilliseconds);
    }

    private static (double? Loss, double? Jitter) Up(Session session)
    {
        long expected = 0;
        long lost = 0;
        double? jitter = null;
        foreach (var track in session.Tracks.All)
        {
            track.Reception.TakeMeasure(out var trackExpected, out var trackLost);
            if (trackExpected > 0)
            {
                expected += trackExpected;
                lost += trackLost;
                jitter = Math.Max(jitter ?? 0, track.Reception.JitterMs);
            }
        }

        return (Percent(lost, expected), jitter);
    }

    private static (double? Loss, double? Jitter) Down(Session session)
    {
        long expected = 0;
        long lost = 0;
        double? jitter = null;
        foreach (var slot in session.Slots.All)
        {
            if (slot.Report is not { } report)
            {
                continue;
            }

            report.TakeMeasure(out var slotExpected, out var slotLost);
            if (slotExpected > 0)
            {
                expected += slotExpected;
                lost += slotLost;
                jitter = Math.Max(jitter ?? 0, report.Jitter * 1000.0 / slot.Media.Codecs[0].ClockRate);
            }
        }

        return (Percent(lost, expected), jitter);
    }

    private static double? Percent(long lost, long expected) => expected == 0 ? null : 100.0 * lost / expected;
}
