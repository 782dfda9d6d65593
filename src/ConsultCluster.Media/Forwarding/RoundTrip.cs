using ConsultCluster.Media.Rtcp;

namespace ConsultCluster.Media.Forwarding;

/// <summary>Smoothed round trip to one terminal, from its reports about our sender reports (RFC 3550 §6.4.1).</summary>
internal sealed class RoundTrip
{
    /// <summary>Units of 1/65,536 s; a longer round trip is invalid.</summary>
    private const uint MaxCompact = 10 << 16;

    /// <summary>Null before the first measurement.</summary>
    public TimeSpan? Value { get; private set; }

    public void HandleReport(in ReportBlock block, MonoTime now)
    {
        if (block.LastSenderReport == 0)
        {
            return;
        }

        var compact = NtpTime.Compact(NtpTime.From(now)) - block.LastSenderReport - block.DelaySinceLastSenderReport;

        // Rounding to 1/65,536 s on both sides may make a short round trip negative by a unit or two.
        if ((int)compact is < 0 and > -64)
        {
            compact = 0;
        }

        if (compact <= MaxCompact)
        {
            var measured = TimeSpan.FromTicks((long)compact * TimeSpan.TicksPerSecond >> 16);
            Value = Value is { } before ? before + ((measured - before) / 4) : measured;
        }
    }
}
