using System.Collections.Immutable;
using System.Text.Json;
using ConsultCluster.Domain;
using ConsultCluster.Domain.Groups;
using ConsultCluster.Engine.Relays;
using ConsultCluster.Relay;
using ConsultCluster.Relay.Loop;
using Microsoft.Extensions.Logging.Abstractions;

namespace ConsultCluster.Benchmarks.Fanout;

/// <summary>
/// One publisher, many receivers, through the real relay on loopback: handshakes, encryption and sockets included. Measures the
/// relay's thread; publisher and receivers are another process.
/// </summary>
internal static class FanoutBenchmark
{
    /// <summary>The mode under which this program is the load.</summary>
    public const string LoadMode = "fanout-load";

    private static readonly GroupId _group = new("fanout");

    public static async Task<int> RunAsync(string[] args)
    {
        FanoutOptions options;
        try
        {
            options = FanoutOptions.Parse(args);
            _ = options.SrtpProfiles;
        }
        catch (FormatException mistake)
        {
            await Console.Error.WriteLineAsync($"{mistake.Message}\n{FanoutOptions.Usage}");
            return 2;
        }

        if (await MeasureAsync(options) is not { } result)
        {
            await Console.Error.WriteLineAsync("The load process ended early.");
            return 1;
        }

        Console.WriteLine(options.Json ? JsonSerializer.Serialize(result) : Describe(result));
        return 0;
    }

    private static async Task<FanoutResult?> MeasureAsync(FanoutOptions options)
    {
        var relayOptions = new RelayOptions { Port = 0, SrtpProfiles = options.SrtpProfiles, SegmentationOffload = options.SegmentationOffload };
        relayOptions.Advertise.Add("127.0.0.1");
        using var relay = UdpRelay.Start(relayOptions, NullLoggerFactory.Instance);
        using var load = new LoadProcess(LoadMode, options.ToArguments());
        RelayUsage before = default, after = default;
        long began = 0;
        TimeSpan elapsed = default;
        while (await load.ReadAsync() is { } message)
        {
            switch (message.Kind)
            {
                case "offer":
                    await load.SayAsync(await AnswerAsync(relay, message));
                    break;
                case "begin":
                    before = relay.MeasureUsage();
                    began = TimeProvider.System.GetTimestamp();
                    break;
                case "end":
                    after = relay.MeasureUsage();
                    elapsed = TimeProvider.System.GetElapsedTime(began);
                    break;
                case "result":
                    return Summarise(options, before, after, elapsed, message.Result!);
            }
        }

        return null;
    }

    private static async Task<LoadMessage> AnswerAsync(UdpRelay relay, LoadMessage offer)
    {
        var sources = offer.Sources!.ToImmutableDictionary(pair => pair.Key, pair => (MediaSource)(int)pair.Value, StringComparer.Ordinal);
        var order = new SessionOrder(
            _group,
            Epoch: 1,
            new TerminalId($"t-{offer.Terminal}"),
            Permissions.Publish | Permissions.Subscribe,
            [],
            new MediaOffer(offer.Sdp, sources));
        var answer = await relay.OpenSessionAsync(order);
        return answer.Succeeded
            ? new LoadMessage("answer", offer.Terminal, answer.Value.Sdp)
            : throw new InvalidOperationException(answer.Refusal.Reason);
    }

    private static FanoutResult Summarise(FanoutOptions options, RelayUsage before, RelayUsage after, TimeSpan elapsed, LoadResult load)
    {
        var packets = after.RtpOut - before.RtpOut;
        var byPackets = after.AllocatedByPackets - before.AllocatedByPackets;
        var besides = after.AllocatedBytes - before.AllocatedBytes - byPackets;
        return new FanoutResult(
            "fanout",
            Math.Round((after.Cpu - before.Cpu).TotalMicroseconds / packets, 3),
            Math.Round((double)byPackets / packets, 3),
            Math.Round(load.P50Us, 1),
            Math.Round(load.P99Us, 1),
            Math.Round((double)load.Received / (load.Sent * options.Receivers), 6),
            packets,
            Math.Round(packets / elapsed.TotalSeconds),
            Math.Round((double)(after.DatagramsOut - before.DatagramsOut) / (after.SendCalls - before.SendCalls), 1),
            after.SegmentedRuns - before.SegmentedRuns,
            after.Dropped - before.Dropped,
            Math.Round(besides / elapsed.TotalSeconds, 1),
            options.Receivers,
            options.Rate,
            options.Size,
            options.Burst,
            Math.Round(elapsed.TotalSeconds, 2),
            options.Profile);
    }

    private static string Describe(FanoutResult result) =>
        $"""
        1 -> {result.Receivers} at {result.Rate} packets/s in bursts of {result.Burst}, {result.Size} B, {result.Profile}
        relay CPU      {result.CpuUsPerPacketOut} us per packet out
        allocated      {result.AllocatedBytesPerPacket} B per packet, {result.AllocatedBytesPerSecondBesides} B/s for reports and timers
        latency        p50 {result.P50Us} us, p99 {result.P99Us} us
        delivered      {result.Delivered:P3} ({result.PacketsOut} packets out)
        """;
}
