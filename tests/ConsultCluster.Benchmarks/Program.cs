using ConsultCluster.Benchmarks;
using ConsultCluster.Benchmarks.Cascade;
using ConsultCluster.Benchmarks.Cluster;
using ConsultCluster.Benchmarks.Fanout;
using ConsultCluster.Benchmarks.Groups;
using ConsultCluster.Benchmarks.Idle;
using ConsultCluster.Benchmarks.Meeting;
using ConsultCluster.Benchmarks.Micro;
using ConsultCluster.Benchmarks.Overlay;
using ConsultCluster.Benchmarks.Peers;
using ConsultCluster.Benchmarks.RelayHosting;
using ConsultCluster.Benchmarks.Scale;
using ConsultCluster.Benchmarks.Simulate;
using ConsultCluster.Benchmarks.Soak;
using ConsultCluster.Benchmarks.Soak.Floods;
using ConsultCluster.Benchmarks.Turns;

var rest = args.Skip(1).ToArray();
try
{
    switch (args.FirstOrDefault())
    {
        case "fanout":
            return FanoutBenchmark.Run(new Arguments(rest));
        case "cascade":
            return CascadeBenchmark.Run(new Arguments(rest));
        case "cluster":
            return await ClusterBenchmark.RunAsync(new Arguments(rest));
        case "overlay":
            return await OverlayBenchmark.RunAsync(new Arguments(rest));
        case "idle":
            return IdleBenchmark.Run(new Arguments(rest));
        case "meeting":
            return MeetingBenchmark.Run(new Arguments(rest));
        case "groups":
            return GroupsBenchmark.Run(new Arguments(rest));
        case "scale":
            return ScaleBenchmark.Run(new Arguments(rest));
        case "simulate":
            return SimulateBenchmark.Run(new Arguments(rest));
        case "join":
            return await JoinBenchmark.RunAsync(new Arguments(rest));
        case "peers":
            return await PeersBenchmark.RunAsync(new Arguments(rest));
        case "turns":
            return await TurnsBenchmark.RunAsync(new Arguments(rest));
        case "offer":
            return await OfferBenchmark.RunAsync(new Arguments(rest));
        case "soak":
            return await SoakBenchmark.RunAsync(new Arguments(rest));
        case FloodMode.Mode:
            return await FloodMode.RunAsync();
        case "micro":
            return MicroBenchmark.Run(rest);
        case RelayHost.Mode:
            return await RelayHost.RunAsync(new Arguments(rest));
        default:
            Console.Error.WriteLine(
                $"""
                dotnet run -c Release --project tests/ConsultCluster.Benchmarks -- <mode>
                  {FanoutBenchmark.Usage}
                  {CascadeBenchmark.Usage}
                  {ClusterBenchmark.Usage}
                  {OverlayBenchmark.Usage}
                  {IdleOptions.Usage}
                  {PeersBenchmark.Usage}
                  {MeetingBenchmark.Usage}
                  {GroupsBenchmark.Usage}
                  {ScaleBenchmark.Usage}
                  {SimulateBenchmark.Usage}
                  join [--json]
                  {TurnsBenchmark.Usage}
                  {OfferBenchmark.Usage}
                  {SoakOptions.Usage}
                  {MicroBenchmark.Usage}
                """);
            return 2;
    }
}
catch (Exception mistake) when (mistake is FormatException or MissingProgramException)
{
    Console.Error.WriteLine(mistake.Message);
    return 2;
}
