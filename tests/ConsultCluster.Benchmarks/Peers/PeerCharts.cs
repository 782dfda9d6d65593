using ConsultCluster.Benchmarks.Charts;

namespace ConsultCluster.Benchmarks.Peers;

/// <summary>Draws cost against receivers, and latency against packets per second.</summary>
internal static class PeerCharts
{
    private const int Burst = 8;
    private const double SteadyRate = 500;
    private const int SteadyReceivers = 50;

    /// <summary>Beyond that much loss a server is overloaded, and its figures mean nothing.</summary>
    private const double LeastDelivered = 0.999;

    private static readonly int[] _receivers = [5, 20, 50, 200];
    private static readonly double[] _rates = [250, 1_000, 2_000, 4_000];

    public static async Task DrawAsync(PeerRunner runner, IReadOnlyList<PeerCase> cases, PeersReport report, string folder)
    {
        var shown = cases.Where(one => one.Segments || one.Relay is not (PeerCase.Limit or PeerCase.Ours)).ToList();
        var cost = new List<ChartSeries>();
        var latency = new List<ChartSeries>();
        foreach (var one in shown)
        {
            var byReceivers = new List<ChartPoint>();
            foreach (var receivers in _receivers)
            {
                if (await MeasureAsync(receivers, SteadyRate) is { } row)
                {
                    byReceivers.Add(new ChartPoint(receivers, row.CpuUsPerPacketOut));
                }
            }

            var byRate = new List<ChartPoint>();
            foreach (var rate in _rates)
            {
                if (await MeasureAsync(SteadyReceivers, rate) is not { } row)
                {
                    break;
                }

                byRate.Add(new ChartPoint(rate * SteadyReceivers, row.P99Us));
            }

            AddSeries(cost, one, byReceivers);
            AddSeries(latency, one, byRate);

            async Task<PeerRow?> MeasureAsync(int receivers, double rate)
            {
                var row = await PeersBenchmark.TryRunAsync(runner, one, Burst, receivers, rate, report);
                if (row is not null)
                {
                    report.Add(row);
                }

                return row?.Delivered >= LeastDelivered ? row : null;
            }
        }

        ChartWriter.Write(
            Path.Combine(folder, "cost-per-packet.svg"),
            "Processor time of one packet sent",
            "Receivers of one stream (1,100 B, bursts of 8, 500 packets/s)",
            "CPU µs per packet out",
            cost,
            AxisScale.Logarithmic,
            AxisScale.Logarithmic);
        ChartWriter.Write(
            Path.Combine(folder, "latency.svg"),
            "Time in the relay, 99th percentile",
            "Packets out per second (50 receivers, 1,100 B, bursts of 8)",
            "p99 µs",
            latency,
            AxisScale.Logarithmic,
            AxisScale.Logarithmic);
    }

    private static void AddSeries(List<ChartSeries> all, PeerCase one, List<ChartPoint> points)
    {
        if (points.Count > 0)
        {
            all.Add(new ChartSeries(one.Relay, points));
        }
    }
}
