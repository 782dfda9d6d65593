using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using ConsultCluster.Benchmarks.Idle;
using ConsultCluster.Contracts.Hub;
using ConsultCluster.Domain.Groups;
using ConsultCluster.Media.Sdp;
using ConsultCluster.Ports.Relays;
using ConsultCluster.Relay.Remote;
using ConsultCluster.Relay.Remote.Messages;
using ConsultCluster.Relay.Remote.Messages.Orders;
using ConsultCluster.Relay.Remote.Wire;
using ConsultCluster.Testing.Groups;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;

namespace ConsultCluster.Benchmarks.Turns;

/// <summary>The steps of an offer's way from the hub to the relay, each by itself: what translating it costs beside what is done with it.</summary>
internal static class OfferBenchmark
{
    public const string Usage = "offer [--times 200] [--json]";

    /// <summary>The fastest of them counts: the others had company on the machine.</summary>
    private const int Batches = 50;

    private static readonly JsonSerializerOptions _hub = new(JsonSerializerDefaults.Web);

    public static async Task<int> RunAsync(Arguments args)
    {
        var times = args.Number("--times", 200, 1, 1_000_000);
        var sdp = StandbyOffer.Of(1, SHA256.HashData("a certificate"u8));
        var sources = ImmutableDictionary<string, MediaSource>.Empty.Add("0", MediaSource.Microphone).Add("1", MediaSource.Camera);
        var offer = new MediaOffer(sdp, sources);
        var request = JsonSerializer.SerializeToUtf8Bytes(new OfferRequest(sdp, new() { ["0"] = "microphone", ["1"] = "camera" }, null, null), _hub);
        await using var stage = await TurnStage.StartAsync(onPostgres: false);
        var (group, terminal) = await stage.GroupAsync(1);
        var silos = stage.Services.GetRequiredService<Serializer<MediaOffer>>();
        var order = new SessionOrder(Scene.Id, 1, terminal, Scene.Usual, [], offer);

        await StepAsync("hub: JSON into the request", () => Done(JsonSerializer.Deserialize<OfferRequest>(request, _hub)));
        await StepAsync("grain of this silo, with its relay's answer", async () => await group.OfferAsync(terminal, offer).Value());
        await StepAsync("to another silo: written and read", () => Done(silos.Deserialize(silos.SerializeToArray(offer))));
        await StepAsync("to a relay of another process: written and read", () => Done(ReadOrder(NodeJson.Write(new OrderMessage(1, 1, "relay-a", RelayWire.Write(order))))));
        await StepAsync("relay: SDP into the offered session", () => Done(OfferedSession.Read(sdp, out _)));
        return 0;

        async Task StepAsync(string step, Func<Task> run)
        {
            await RunAsync(run, times);
            var fastest = TimeSpan.MaxValue;
            var allocated = GC.GetTotalAllocatedBytes(precise: true);
            for (var batch = 0; batch < Batches; batch++)
            {
                var took = await RunAsync(run, times);
                fastest = took < fastest ? took : fastest;
            }

            var figures = new
            {
                Microseconds = Math.Round(fastest.TotalMicroseconds / times, 1),
                Kib = Math.Round((GC.GetTotalAllocatedBytes(precise: true) - allocated) / 1024.0 / times / Batches, 1),
            };
            Console.WriteLine(args.Has("--json")
                ? JsonRow.Of("offer", new { step, sdp.Length }, figures)
                : string.Create(CultureInfo.InvariantCulture, $"{step}: {figures.Microseconds} us, {figures.Kib} KiB"));
        }
    }

    private static async Task<TimeSpan> RunAsync(Func<Task> run, int times)
    {
        var start = Stopwatch.GetTimestamp();
        for (var time = 0; time < times; time++)
        {
            await run();
        }

        return Stopwatch.GetElapsedTime(start);
    }

    private static SessionOrder? ReadOrder(byte[] json) => RelayWire.Read((OpenSession)((OrderMessage)NodeJson.Read(json)!).Order);

    private static Task Done(object? result) => result is null ? throw new InvalidOperationException("Our own offer does not parse.") : Task.CompletedTask;
}
