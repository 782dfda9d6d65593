using System.Diagnostics;
using System.Globalization;
using ConsultCluster.Domain;
using ConsultCluster.Ports.Groups;
using ConsultCluster.Testing.Groups;

namespace ConsultCluster.Benchmarks.Turns;

/// <summary>What a command that is saved costs: chat messages into one group, one after the other, and into many at the same time.</summary>
internal static class TurnsBenchmark
{
    public const string Usage = "turns [--database sqlite|postgres] [--messages 2000] [--groups 200] [--json]";

    /// <summary>For the just-in-time compiler, before anything is measured.</summary>
    private const int WarmUp = 500;

    public static async Task<int> RunAsync(Arguments args)
    {
        var messages = args.Number("--messages", 2_000, 1, 1_000_000);
        var groups = args.Number("--groups", 200, 1, 10_000);
        var database = args.Text("--database", "sqlite");
        if (database is not ("sqlite" or "postgres"))
        {
            throw new FormatException($"--database must be sqlite or postgres, not '{database}'.");
        }

        await using var stage = await TurnStage.StartAsync(database == "postgres");
        var seats = new List<(IConsultationGroup Group, TerminalId Terminal)>();
        for (var number = 0; number < groups; number++)
        {
            seats.Add(await stage.GroupAsync(number));
        }

        await SendAsync(seats[0], "warm", WarmUp);
        await Task.WhenAll(seats.Select(seat => Task.Run(() => SendAsync(seat, "warmer", 2))));
        Print(args, database, 1, messages, await MeasureAsync(() => SendAsync(seats[0], "one", messages)));
        var share = Math.Max(1, messages / groups);
        Print(args, database, groups, share * groups, await MeasureAsync(() => Task.WhenAll(seats.Select(seat => Task.Run(() => SendAsync(seat, "many", share))))));
        return 0;
    }

    private static async Task SendAsync((IConsultationGroup Group, TerminalId Terminal) seat, string kind, int count)
    {
        for (var number = 0; number < count; number++)
        {
            await seat.Group.SendMessageAsync(seat.Terminal, $"{kind}{number}", "请看心电图，第二导联。").Value();
        }
    }

    private static async Task<TurnFigures> MeasureAsync(Func<Task> work)
    {
        using var process = Process.GetCurrentProcess();
        GC.Collect();
        var (allocated, cpu, start) = (GC.GetTotalAllocatedBytes(), process.TotalProcessorTime, Stopwatch.GetTimestamp());
        await work();
        var took = Stopwatch.GetElapsedTime(start);
        process.Refresh();
        return new TurnFigures(took, process.TotalProcessorTime - cpu, GC.GetTotalAllocatedBytes() - allocated);
    }

    private static void Print(Arguments args, string database, int groups, int messages, TurnFigures measured)
    {
        var figures = new
        {
            MillisecondsPerMessage = Math.Round(measured.Took.TotalMilliseconds / messages, 3),
            MessagesPerSecond = Math.Round(messages / measured.Took.TotalSeconds),
            CpuMillisecondsPerMessage = Math.Round(measured.Cpu.TotalMilliseconds / messages, 3),
            KibPerMessage = Math.Round(measured.Allocated / 1024.0 / messages, 1),
        };
        Console.WriteLine(args.Has("--json")
            ? JsonRow.Of("turns", new { database, groups, messages }, figures)
            : string.Create(
                CultureInfo.InvariantCulture,
                $"{messages} messages into {groups} groups on {database}: {figures.MillisecondsPerMessage} ms each, {figures.MessagesPerSecond}/s, {figures.CpuMillisecondsPerMessage} ms of processor and {figures.KibPerMessage} KiB each"));
    }

    private sealed record TurnFigures(TimeSpan Took, TimeSpan Cpu, long Allocated);
}
