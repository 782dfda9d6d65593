using System.Collections.Immutable;
using ConsultCluster.Domain;
using ConsultCluster.Domain.Groups;
using ConsultCluster.Engine.Relays;
using ConsultCluster.Relay;
using Microsoft.Extensions.Logging.Abstractions;

namespace ConsultCluster.Benchmarks.RelayHosting;

/// <summary>This program as a process with one relay and nothing else, so that its processor time is the relay's.</summary>
internal static class RelayHost
{
    public const string Mode = "relay-host";

    /// <param name="args">SRTP profiles in OpenSSL's names; then any of <c>--no-gso</c>, <c>--plain-in</c>, <c>--openssl</c>.</param>
    public static async Task<int> RunAsync(string[] args)
    {
        var options = new RelayOptions
        {
            Port = 0,
            SrtpProfiles = args[0],
            IpsecMb = !args.Contains("--openssl", StringComparer.Ordinal),
            SegmentationOffload = !args.Contains("--no-gso", StringComparer.Ordinal),
        };
        options.Advertise.Add("127.0.0.1");
        using var relay = args.Contains("--plain-in", StringComparer.Ordinal)
            ? UdpRelay.Start(options, NullLoggerFactory.Instance, TimeProvider.System, new PlainUplink(isRelay: true))
            : UdpRelay.Start(options, NullLoggerFactory.Instance);
        Say(new HostMessage("ready"));
        while (HostMessage.Read(Console.In) is { } message)
        {
            Say(message.Kind == "offer"
                ? await AnswerAsync(relay, message)
                : new HostMessage("usage", Usage: relay.MeasureUsage(), Gen2Collections: GC.CollectionCount(2)));
        }

        return 0;
    }

    private static void Say(HostMessage message)
    {
        Console.Out.WriteLine(message.ToLine());
        Console.Out.Flush();
    }

    private static async Task<HostMessage> AnswerAsync(UdpRelay relay, HostMessage offer)
    {
        var sources = offer.Sources!.ToImmutableDictionary(pair => pair.Key, pair => (MediaSource)(int)pair.Value, StringComparer.Ordinal);
        var order = new SessionOrder(
            new GroupId(offer.Group),
            Epoch: 1,
            new TerminalId($"t-{offer.Terminal}"),
            Permissions.Publish | Permissions.Subscribe,
            [],
            new MediaOffer(offer.Sdp, sources));
        var answer = await relay.OpenSessionAsync(order);
        return answer.Succeeded
            ? new HostMessage("answer", Sdp: answer.Value.Sdp)
            : throw new InvalidOperationException(answer.Refusal.Reason);
    }
}
