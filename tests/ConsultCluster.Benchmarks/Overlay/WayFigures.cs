using ConsultCluster.Media;

namespace ConsultCluster.Benchmarks.Overlay;

/// <summary>
/// What became of the packets that two terminals sent each other within a while. Delays are those of the middle one of the seconds, so that a
/// second in which the machine did something else decides nothing.
/// </summary>
/// <param name="Delivered">Share that arrived at all.</param>
/// <param name="InTime">Share that arrived within <see cref="Soon"/>: later than that, people begin to talk into each other's words.</param>
/// <param name="P50Ms">Median one-way delay of those that arrived, in milliseconds.</param>
/// <param name="P95Ms">95th percentile of the same.</param>
internal sealed record WayFigures(double Delivered, double InTime, double P50Ms, double P95Ms)
{
    /// <summary>ITU-T G.114: up to 150 ms mouth to ear pass unnoticed; of these 50 belong to the terminals.</summary>
    public static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(100);

    private static readonly TimeSpan _second = TimeSpan.FromSeconds(1);

    /// <summary>Both directions together. What remains of the while after its whole seconds counts with the last of them.</summary>
    public static WayFigures Of(OverlayStage stage, (MonoTime From, MonoTime To) window)
    {
        var seconds = new List<double>[Math.Max(1, (int)((window.To - window.From) / _second))];
        for (var i = 0; i < seconds.Length; i++)
        {
            seconds[i] = Delays(stage, (window.From + (i * _second), i == seconds.Length - 1 ? window.To : window.From + ((i + 1) * _second)));
        }

        return new WayFigures(
            Math.Round((double)seconds.Sum(delays => delays.Count(double.IsFinite)) / seconds.Sum(delays => delays.Count), 4),
            Math.Round(Median(seconds.Select(delays => (double)delays.Count(delay => delay <= Soon.TotalMilliseconds) / delays.Count)), 4),
            Median(seconds.Select(delays => Percentile(delays, 0.5))),
            Median(seconds.Select(delays => Percentile(delays, 0.95))));
    }

    /// <summary>The longest time between two frames that arrived whole, at either terminal, in milliseconds.</summary>
    public static double LongestGapMs(OverlayStage stage, (MonoTime From, MonoTime To) window) =>
        Math.Round(new[] { stage.Ann, stage.Bob }.Max(terminal => LongestGap(terminal, window)), 1);

    /// <summary>Of each packet sent in that time its delay in milliseconds, in ascending order; infinite when it never came.</summary>
    private static List<double> Delays(OverlayStage stage, (MonoTime From, MonoTime To) window)
    {
        var delays = new List<double>();
        foreach (var (from, to) in new[] { (stage.Ann, stage.Bob), (stage.Bob, stage.Ann) })
        {
            var arrived = to.Received
                .Select(packet => (SentAt: from.SentAt[(int)packet.Content.Frame], Packet: packet))
                .Where(packet => packet.SentAt >= window.From && packet.SentAt < window.To)
                .GroupBy(packet => (packet.Packet.Content.Frame, packet.Packet.Content.Index))
                .Select(copies => copies.Min(copy => (copy.Packet.At - copy.SentAt).TotalMilliseconds))
                .ToArray();
            var sent = OverlayTerminal.PacketsPerFrame * from.SentAt.Count(at => at >= window.From && at < window.To);
            delays.AddRange(arrived);
            delays.AddRange(Enumerable.Repeat(double.PositiveInfinity, sent - arrived.Length));
        }

        delays.Sort();
        return delays;
    }

    private static double LongestGap(OverlayTerminal terminal, (MonoTime From, MonoTime To) window)
    {
        var whole = terminal.Received
            .GroupBy(packet => packet.Content.Frame)
            .Where(frame => frame.Select(packet => packet.Content.Index).Distinct().Count() == OverlayTerminal.PacketsPerFrame)
            .Select(frame => frame.Max(packet => packet.At))
            .Where(at => at >= window.From && at < window.To)
            .Append(window.From)
            .Append(window.To)
            .Order()
            .ToArray();
        return whole.Zip(whole.Skip(1), (one, next) => (next - one).TotalMilliseconds).Max();
    }

    /// <summary>Of the packets that arrived, which stand first.</summary>
    private static double Percentile(List<double> sorted, double share)
    {
        var arrived = sorted.Count(double.IsFinite);
        return arrived == 0 ? double.NaN : Math.Round(sorted[Math.Min(arrived - 1, (int)(share * arrived))], 1);
    }

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }
}
