using System.Buffers;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using ConsultCluster.Media;
using ConsultCluster.Media.Ice;

namespace ConsultCluster.Benchmarks.Peers.Janus;

/// <summary>What a receiver needs of the Streaming plugin's offer, which has one video section.</summary>
/// <param name="Candidate">Where Janus listens: its first IPv4 host candidate.</param>
/// <param name="Fingerprint">SHA-256 of its certificate.</param>
internal sealed record JanusOffer(IceCredentials Credentials, TransportAddress Candidate, byte[] Fingerprint, string Mid)
{
    /// <exception cref="PeerException">Something is missing or malformed.</exception>
    public static JanusOffer Parse(string sdp)
    {
        var lines = sdp.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (!lines.Contains("a=ice-lite"))
        {
            throw new PeerException("Janus would check connectivity itself: it did not take ice_lite.");
        }

        return new(
            new(Value("a=ice-ufrag:"), Value("a=ice-pwd:")),
            Array.Find(Array.ConvertAll(lines, ReadCandidate), candidate => candidate is not null) is { } address
                ? TransportAddress.From(address)
                : throw new PeerException("Janus offers no IPv4 address."),
            ReadFingerprint(Value("a=fingerprint:sha-256 ")),
            Value("a=mid:"));

        string Value(string prefix) =>
            Array.Find(lines, line => line.StartsWith(prefix, StringComparison.Ordinal))?[prefix.Length..]
            ?? throw new PeerException($"Janus' offer has no {prefix}\n{sdp}");
    }

    /// <summary>The answer of a receiver that only receives, as DTLS client, without feedback: nothing is sent again, nothing adapted.</summary>
    public string Answer(IPEndPoint receiver, IceCredentials credentials, ReadOnlySpan<byte> fingerprint, byte payloadType)
    {
        string[] lines =
        [
            "v=0",
            "o=- 1 1 IN IP4 127.0.0.1",
            "s=-",
            "t=0 0",
            $"a=group:BUNDLE {Mid}",
            $"m=video 9 UDP/TLS/RTP/SAVPF {payloadType}",
            "c=IN IP4 0.0.0.0",
            "a=recvonly",
            $"a=mid:{Mid}",
            "a=rtcp-mux",
            $"a=ice-ufrag:{credentials.UserFragment}",
            $"a=ice-pwd:{credentials.Password}",
            $"a=fingerprint:sha-256 {BitConverter.ToString(fingerprint.ToArray()).Replace('-', ':')}",
            "a=setup:active",
            $"a=rtpmap:{payloadType} VP8/90000",
            $"a=candidate:1 1 udp 2130706431 {receiver.Address} {receiver.Port} typ host",
            "a=end-of-candidates",
        ];
        return string.Join("\r\n", lines) + "\r\n";
    }

    private static byte[] ReadFingerprint(string text)
    {
        var fingerprint = new byte[SHA256.HashSizeInBytes];
        var digits = text.Replace(":", "", StringComparison.Ordinal);
        return Convert.FromHexString(digits, fingerprint, out _, out var length) == OperationStatus.Done && length == fingerprint.Length
            ? fingerprint
            : throw new PeerException($"Janus' fingerprint is malformed: {text}");
    }

    private static IPEndPoint? ReadCandidate(string line) =>
        line.StartsWith("a=candidate:", StringComparison.Ordinal)
        && line.Split(' ') is [_, "1", var transport, _, var address, var port, "typ", "host", ..]
        && string.Equals(transport, "udp", StringComparison.OrdinalIgnoreCase)
        && IPAddress.TryParse(address, out var parsed)
        && parsed.AddressFamily == AddressFamily.InterNetwork
        && ushort.TryParse(port, CultureInfo.InvariantCulture, out var number)
            ? new(parsed, number)
            : null;
}
