using System.Globalization;
using ConsultCluster.Benchmarks.RelayHosting;

namespace ConsultCluster.Benchmarks.Peers;

/// <summary>The same fan-out through our relay, a C program that does nothing else, rtpengine and Janus, one after the other.</summary>
internal static class PeersBenchmark
{
    public const string Usage =
        "peers [--receivers 50] [--rate 500 | --load PERCENT] [--size 1100] [--bursts 8,1] [--relays a,b] [--profile gcm|cm] [--runs 1] [--seconds 10] [--charts FOLDER] [--json]";

    public static async Task<int> RunAsync(Arguments args)
    {
        var runner = new PeerRunner(StageOptions.Parse(args, standardBurst: 8), TimeSpan.FromSeconds(args.Number("--seconds", 10, 1, 3_600)));
        var report = new PeersReport(args.Has("--json"));
        var wanted = args.Text("--relays", "").Split(',', StringSplitOptions.RemoveEmptyEntries);
        if (Array.Find(wanted, name => PeerCase.All.All(one => one.Relay != name)) is { } unknown)
        {
            throw new FormatException($"--relays does not know {unknown}; it knows {string.Join(", ", PeerCase.All.Select(one => one.Relay).Distinct())}.");
        }

        var cases = PeerCase.All.Where(one => wanted.Length == 0 || wanted.Contains(one.Relay, StringComparer.Ordinal)).ToList();
        if (args.Text("--charts", "") is { Length: > 0 } folder)
        {
            await PeerCharts.DrawAsync(runner, cases, report, folder);
            return report.Finish();
        }

        var receivers = args.Number("--receivers", 50, 1, 2_000);
        var runs = args.Number("--runs", 1, 1, 20);
        foreach (var burst in args.Text("--bursts", "8,1").Split(','))
        {
            var packets = int.Parse(burst, CultureInfo.InvariantCulture);
            double rate = args.Number("--rate", 500, 1, 100_000);
            if (args.Number("--load", 0, 0, 90) is > 0 and var percent)
            {
                rate = await FindRateAsync(runner, packets, receivers, percent / 100.0);
            }

            // Case after case, and then again: what the machine does besides hits all alike.
            var rows = new List<PeerRow>();
            for (var run = 0; run < runs; run++)
            {
                foreach (var one in cases)
                {
                    if (await TryRunAsync(runner, one, packets, receivers, rate, report) is { } row)
                    {
                        rows.Add(row);
                    }
                }
            }

            report.AddMedians(rows);
        }

        return report.Finish();
    }

    /// <summary>Null, a line for the person, and exit code 2 in the end, when the server cannot be run.</summary>
    public static async Task<PeerRow?> TryRunAsync(PeerRunner runner, PeerCase one, int burst, int receivers, double rate, PeersReport report)
    {
        try
        {
            return await runner.RunAsync(one, burst, receivers, rate);
        }
        catch (PeerException cannot)
        {
            report.LeaveOut(cannot.Message);
            return null;
        }
    }

    /// <summary>The rate at which our relay needs that share of a core.</summary>
    private static async Task<double> FindRateAsync(PeerRunner runner, int burst, int receivers, double share)
    {
        // Twice: the cost per packet falls as the load grows.
        var rate = 500.0;
        for (var step = 0; step < 2; step++)
        {
            var row = await runner.RunAsync(new PeerCase(PeerCase.Ours, Segments: true), burst, receivers, rate);
            rate = share * 1_000_000 / (row.CpuUsPerPacketOut * receivers);
        }

        return rate;
    }
}
