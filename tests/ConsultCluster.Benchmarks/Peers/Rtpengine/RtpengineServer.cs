using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using ConsultCluster.Benchmarks.Load;
using ConsultCluster.Media.Srtp;

namespace ConsultCluster.Benchmarks.Peers.Rtpengine;

/// <summary>
/// rtpengine in user space with one worker thread: one published stream, and a subscription with SDES keys for each receiver. It closes
/// an input for good that it finds more than 50 packets behind five times, as happens where it has to share its core.
/// </summary>
internal sealed class RtpengineServer : IPeerServer
{
    private const string Call = "fanout";
    private const string PublisherTag = "publisher";

    private PeerProcess? _process;

    private static PeerProgram Program { get; } = new("rtpengine", "rtpengine-daemon");

    public int ProcessId => _process?.Id ?? throw new InvalidOperationException("Not started.");

    public IPEndPoint Input { get; private set; } = new(IPAddress.None, 0);

    public string LastLines => _process?.LastLines ?? "";

    public IPAddress ReceiverAddress => IPAddress.Loopback;

    public async Task<IReadOnlyList<ILoadTerminal>> StartAsync(
        IPEndPoint publisher, IReadOnlyList<IPEndPoint> receivers, PeerStream stream, CancellationToken stop)
    {
        var control = LoopbackPort.FindFree(ProtocolType.Udp);
        _process = new(Program, Arguments(control));
        await _process.WaitUntilReadyAsync(stop);
        using var client = new NgClient(control);
        Input = await PublishAsync(client, publisher, stream, stop);
        var subscribed = new List<ILoadTerminal>(receivers.Count);
        foreach (var receiver in receivers)
        {
            var tag = string.Create(CultureInfo.InvariantCulture, $"receiver-{subscribed.Count}");
            subscribed.Add(await SubscribeAsync(client, tag, receiver, stream, stop));
        }

        return subscribed;
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            await _process.DisposeAsync();
        }
    }

    private static string[] Arguments(IPEndPoint control) =>
    [
        "--foreground",

        // User space: its kernel module is another program, whose cost no process shows.
        "--table=-1",
        "--interface=127.0.0.1",
        $"--listen-ng={control}",

        // One thread forwards, as one relay does. Players are for announcements and recordings, which nobody asks for here.
        "--num-threads=1",
        "--media-num-threads=0",

        // Sources and destinations are as signalled.
        "--endpoint-learning=off",

        // Errors only.
        "--log-stderr",
        "--log-level=3",
    ];

    private static async Task<IPEndPoint> PublishAsync(NgClient client, IPEndPoint publisher, PeerStream stream, CancellationToken stop)
    {
        var reply = await client.SendAsync(
            "publish",
            new()
            {
                ["call-id"] = Call,
                ["from-tag"] = PublisherTag,
                ["sdp"] = RtpengineSdp.Publish(publisher, stream.PayloadType),
                ["codec"] = new Dictionary<string, object> { ["accept"] = new List<object> { "any" } },
                ["ICE"] = "remove",
                ["rtcp-mux"] = new List<object> { "accept" },
            },
            stop);
        return RtpengineSdp.ReadAddress(Text(reply, "sdp"));
    }

    private static async Task<ILoadTerminal> SubscribeAsync(
        NgClient client, string tag, IPEndPoint receiver, PeerStream stream, CancellationToken stop)
    {
        var offer = await client.SendAsync(
            "subscribe request",
            new()
            {
                ["call-id"] = Call,
                ["from-tag"] = PublisherTag,
                ["to-tag"] = tag,
                ["transport protocol"] = "RTP/SAVP",
                ["DTLS"] = "off",
                ["ICE"] = "remove",
                ["rtcp-mux"] = new List<object> { "require" },
            },
            stop);
        var (made, crypto) = Accept(stream.Profile, Text(offer, "sdp"));
        await client.SendAsync(
            "subscribe answer",
            new() { ["call-id"] = Call, ["to-tag"] = tag, ["sdp"] = RtpengineSdp.Answer(receiver, stream.PayloadType, crypto) },
            stop);
        return made;
    }

    /// <summary>Takes the offered key of that profile; ours is for what we would send.</summary>
    private static (ILoadTerminal Receiver, string Crypto) Accept(SrtpProfile profile, string offer)
    {
        var suite = PeerProfile.Name(profile);
        var (tag, encoded) = RtpengineSdp.ReadCrypto(offer, suite);
        var (keyLength, saltLength) = PeerProfile.Lengths(profile);
        var theirs = new byte[keyLength + saltLength];

        // rtpengine leaves base64's padding out (RFC 4568 §6.1 does not say).
        if (!Convert.TryFromBase64String(encoded.PadRight((encoded.Length + 3) / 4 * 4, '='), theirs, out var length) || length != theirs.Length)
        {
            throw new PeerException($"rtpengine's key for {suite} has another length than {theirs.Length} bytes.");
        }

        var ours = RandomNumberGenerator.GetBytes(theirs.Length);
        var keys = new SrtpKeys(profile, ours[..keyLength], ours[keyLength..], theirs[..keyLength], theirs[keyLength..]);
        return (new KeyedTerminal(keys), $"{tag} {suite} inline:{Convert.ToBase64String(ours)}");
    }

    private static string Text(Dictionary<string, object> reply, string key) =>
        reply.GetValueOrDefault(key) as string ?? throw new PeerException($"rtpengine's reply has no '{key}'.");
}
