using ConsultCluster.Benchmarks.Soak.Consultations;
using ConsultCluster.Benchmarks.Soak.Plan;
using ConsultCluster.Benchmarks.Soak.Terminals;
using ConsultCluster.Contracts.Http;

namespace ConsultCluster.Benchmarks.Soak.Floods;

/// <summary>
/// The mode of a process that floods: it stands for other people's machines, and runs behind everything that is measured. Reads a <see cref="FloodOrder"/>,
/// prints a <see cref="FloodTally"/> every second, and ends with its input.
/// </summary>
internal static class FloodMode
{
    public const string Mode = "soak-flood";

    /// <summary>Of one guest: what a good camera sends, and what one that means harm does.</summary>
    private const int UsualBits = 4_000_000;
    private const int TooManyBits = 30_000_000;

    private static readonly TimeSpan _report = TimeSpan.FromSeconds(1);

    public static async Task<int> RunAsync()
    {
        if (await Console.In.ReadLineAsync() is not { } line)
        {
            return 2;
        }

        var order = FloodOrder.Read(line);
        var (tally, schedule) = (new FloodTally(), new FloodSchedule(order.Floods));
        _ = Task.Run(async () =>
        {
            await Console.In.ReadLineAsync();
            Environment.Exit(0);
        });
        _ = ReportAsync(tally);
        using var loop = new MediaLoop("flood", _ => tally.Add("media.failed"));
        await Task.WhenAll([.. Floods(order, schedule, tally, loop)]);
        await Console.Out.WriteLineAsync(tally.ToLine());
        return 0;
    }

    private static IEnumerable<Task> Floods(FloodOrder order, FloodSchedule schedule, FloodTally tally, MediaLoop loop)
    {
        var tokens = new Queue<FloodToken>(order.Tokens);
        yield return new CallFlood(tokens.Dequeue(), order.Doors, schedule, tally).RunAsync(FloodKind.Calls);
        yield return new CallFlood(tokens.Dequeue(), order.Doors, schedule, tally).RunAsync(FloodKind.Chat);
        yield return new PingFlood(tokens.Dequeue(), order.Doors, schedule, tally).RunAsync();
        yield return new ConnectionFlood(tokens.Dequeue(), order.Doors, schedule, tally).RunAsync();
        yield return new DatagramFlood(order.RelayPorts, schedule, tally).RunAsync();

        // On the relay of the witnesses: to disturb them is what it is for.
        var crowd = new Crowd(order.Doors, "10.66", _ => tally.Add("media.put_out"));
        var flooders = new Dictionary<SoakTerminal, int>();
        foreach (var token in tokens)
        {
            var issued = new IssuedTokenDto(token.TokenId, token.Token, "", token.Group, default);
            var terminal = crowd.Make(loop, issued, region: "east", hasVideo: true);
            flooders[terminal] = flooders.Count switch { 0 => UsualBits, 1 => TooManyBits, _ => 0 };
            _ = terminal.StayAsync();
        }

        yield return new MediaFlood(loop, schedule, tally).RunAsync(flooders);
    }

    private static async Task ReportAsync(FloodTally tally)
    {
        while (true)
        {
            await Pace.ForAsync(_report);
            await Console.Out.WriteLineAsync(tally.ToLine());
        }
    }
}
