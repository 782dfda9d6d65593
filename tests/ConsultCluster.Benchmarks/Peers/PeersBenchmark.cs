using ConsultCluster.Benchmarks.Peers.CLimit;
using ConsultCluster.Benchmarks.RelayHosting;

namespace ConsultCluster.Benchmarks.Peers;

internal static class PeersBenchmark
{
    public static async Task<int> RunAsync(Arguments args)
    {
        var stageOptions = StageOptions.Parse(args, standardBurst: 8);
        var receivers = args.Number("--receivers", 50, 1, 2_000);
        var rate = args.Number("--rate", 500, 1, 100_000);
        var duration = TimeSpan.FromSeconds(args.Number("--seconds", 10, 1, 3_600));

        await using (var server = new CLimitServer(stageOptions.SegmentationOffload))
        {
            using var stage = new PeerStage(receivers, System.Net.IPAddress.Loopback);
            var terminals = await server.StartAsync(stage.Receivers);
            var result = stage.Measure(server.ProcessId, server.Input, terminals, stageOptions, rate, duration);
            Console.WriteLine($"{server.Name} {result.CpuUsPerPacketOut} {result.Delivered} {result.Load}");
        }

        using (var stage = new RelayStage(stageOptions))
        {
            stage.AddGroup("peers", 1, receivers);
            var result = stage.Measure(rate, duration);
            Console.WriteLine($"consultcluster {result.CpuUsPerPacketOut} {result.Delivered} {result.Load}");
        }

        return 0;
    }
}
