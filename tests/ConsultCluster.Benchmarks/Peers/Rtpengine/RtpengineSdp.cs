using System.Globalization;
using System.Net;

namespace ConsultCluster.Benchmarks.Peers.Rtpengine;

/// <summary>The little SDP (RFC 8866) that rtpengine needs and gives.</summary>
internal static class RtpengineSdp
{
    private const string CryptoAttribute = "a=crypto:";

    /// <summary>The publisher's offer: one sending VP8 section.</summary>
    public static string Publish(IPEndPoint publisher, byte payloadType) =>
        Write(publisher, "RTP/AVP", payloadType, "a=sendonly");

    /// <summary>A receiver's answer.</summary>
    /// <param name="crypto">The accepted <c>a=crypto</c>: tag, suite and the receiver's own key.</param>
    public static string Answer(IPEndPoint receiver, byte payloadType, string crypto) =>
        Write(receiver, "RTP/SAVP", payloadType, "a=recvonly", CryptoAttribute + crypto);

    /// <summary>Address and port of the first media section.</summary>
    /// <exception cref="PeerException">There is none.</exception>
    public static IPEndPoint ReadAddress(string sdp)
    {
        var address = Lines(sdp).LastOrDefault(line => line.StartsWith("c=IN IP4 ", StringComparison.Ordinal))?["c=IN IP4 ".Length..];
        var port = Lines(sdp).FirstOrDefault(line => line.StartsWith("m=", StringComparison.Ordinal))?.Split(' ').ElementAtOrDefault(1);
        return IPAddress.TryParse(address, out var parsed) && ushort.TryParse(port, CultureInfo.InvariantCulture, out var number) && number > 0
            ? new(parsed, number)
            : throw new PeerException($"rtpengine's description has no address:\n{sdp}");
    }

    /// <summary>Tag and base64 key of the offered suite.</summary>
    /// <exception cref="PeerException">It is not offered.</exception>
    public static (string Tag, string Key) ReadCrypto(string sdp, string suite)
    {
        foreach (var line in Lines(sdp).Where(line => line.StartsWith(CryptoAttribute, StringComparison.Ordinal)))
        {
            if (line[CryptoAttribute.Length..].Split(' ') is [var tag, var name, var parameters, ..]
                && name == suite
                && parameters.StartsWith("inline:", StringComparison.Ordinal))
            {
                return (tag, parameters["inline:".Length..].Split('|')[0]);
            }
        }

        throw new PeerException($"rtpengine does not offer {suite}:\n{sdp}");
    }

    private static string Write(IPEndPoint address, string transport, byte payloadType, params string[] attributes)
    {
        string[] lines =
        [
            "v=0",
            "o=- 1 1 IN IP4 127.0.0.1",
            "s=-",
            $"c=IN IP4 {address.Address}",
            "t=0 0",
            $"m=video {address.Port} {transport} {payloadType}",
            $"a=rtpmap:{payloadType} VP8/90000",
            "a=rtcp-mux",
            .. attributes,
        ];
        return string.Join("\r\n", lines) + "\r\n";
    }

    private static string[] Lines(string sdp) => sdp.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
