using ConsultCluster.Benchmarks;
using ConsultCluster.Benchmarks.Fanout;

switch (args.FirstOrDefault())
{
    case "fanout":
        return await FanoutBenchmark.RunAsync(args[1..]);
    case FanoutBenchmark.LoadMode:
        return await FanoutLoad.RunAsync(args[1..]);
    case "join":
        return await JoinBenchmark.RunAsync(args[1..]);
    default:
        Console.Error.WriteLine(
            $"""
            dotnet run -c Release --project tests/ConsultCluster.Benchmarks -- <mode>
              {FanoutOptions.Usage}
              join [--json]
            """);
        return 2;
}
