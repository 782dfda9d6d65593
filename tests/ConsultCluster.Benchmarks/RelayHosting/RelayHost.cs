using System.Collections.Immutable;
using System.Net;
using ConsultCluster.Domain;
using ConsultCluster.Domain.Groups;
using ConsultCluster.Ports.Relays;
using ConsultCluster.Relay;
using Microsoft.Extensions.Logging.Abstractions;

namespace ConsultCluster.Benchmarks.RelayHosting;

/// <summary>This program as a process with one relay, or two that are linked, and nothing else, so that its processor time and memory are theirs.</summary>
internal static class RelayHost
{
    public const string Mode = "relay-host";

    /// <summary>Longer than any measurement: sessions without packets must not be dropped while they are measured.</summary>
    private static readonly TimeSpan _silence = TimeSpan.FromHours(12);

    /// <param name="args"><c>--profiles</c> in OpenSSL's names, <c>--no-gso</c>, <c>--plain-in</c>, <c>--openssl</c>, <c>--one-address</c>, <c>--idle</c>, <c>--linked</c>.</param>
    public static async Task<int> RunAsync(Arguments args)
    {
        var options = new RelayOptions { Port = 0, IpsecMb = !args.Has("--openssl"), SegmentationOffload = !args.Has("--no-gso") };
        options.SrtpProfiles = args.Text("--profiles", options.SrtpProfiles);
        options.Advertise.Add("127.0.0.1");

        // What the relay can forward is measured, not what one terminal may send.
        options.Core.MaxInboundBitrate = 10_000_000_000;
        options.Core.MaxInboundPackets = 10_000_000;
        if (args.Has("--one-address"))
        {
            options.BindAddress = IPAddress.Loopback;
        }

        if (args.Has("--idle"))
        {
            options.BindAddress = IPAddress.Loopback;
            options.Core.SilenceTimeout = _silence;
        }

        using var relay = args.Has("--plain-in")
            ? UdpRelay.Start(options, NullLoggerFactory.Instance, TimeProvider.System, new PlainUplink(isRelay: true))
            : UdpRelay.Start(options, NullLoggerFactory.Instance);
        using var linked = args.Has("--linked") ? await LinkedRelay.StartAsync(options, relay) : null;
        Say(new HostMessage("ready", Port: (ushort)relay.LocalEndPoint.Port));
        while (HostMessage.Read(Console.In) is { } message)
        {
            Say(message.Kind == "offer"
                ? await AnswerAsync(message.IsOnLinked ? await linked!.ShareAsync(message.Group) : relay, message)
                : new HostMessage("usage", Usage: new(
                    linked is null ? relay.MeasureUsage() : relay.MeasureUsage().Plus(linked.Relay.MeasureUsage()),
                    GC.CollectionCount(2),
                    GC.GetTotalMemory(forceFullCollection: false),
                    relay.Load.Sessions)));
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
            new TerminalId($"terminal-{offer.Terminal}"),
            Permissions.Publish | Permissions.Subscribe,
            [],
            new MediaOffer(offer.Sdp, sources));
        var answer = await relay.OpenSessionAsync(order);
        return answer.Succeeded
            ? new HostMessage("answer", Terminal: offer.Terminal, Sdp: answer.Value.Sdp)
            : throw new InvalidOperationException(answer.Refusal.Reason);
    }
}
