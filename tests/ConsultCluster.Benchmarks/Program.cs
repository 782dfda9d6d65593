using ConsultCluster.Benchmarks;

switch (args.FirstOrDefault())
{
    case "join":
        return await JoinBenchmark.RunAsync(args[1..]);
    default:
        Console.Error.WriteLine("dotnet run -c Release --project tests/ConsultCluster.Benchmarks -- join [--json]");
        return 2;
}
