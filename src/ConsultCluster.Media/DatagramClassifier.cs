using ConsultCluster.Media.Cascade;

namespace ConsultCluster.Media;

/// <summary>Classifies datagrams on one port by their first two bytes (RFC 7983 §7, RFC 5761 §4).</summary>
public static class DatagramClassifier
{
    /// <summary>Reads two bytes only; the datagram may still be malformed.</summary>
    public static DatagramKind Classify(ReadOnlySpan<byte> datagram)
    {
        if (datagram.Length < 2)
        {
            return DatagramKind.Unknown;
        }

        return datagram[0] switch
        {
            <= 3 => DatagramKind.Stun,
            >= 20 and <= 63 => DatagramKind.Dtls,
            LinkCipher.Marker or LinkHello.Marker => DatagramKind.Link,
            >= 128 and <= 191 => datagram[1] is >= 192 and <= 223 ? DatagramKind.Rtcp : DatagramKind.Rtp,
            _ => DatagramKind.Unknown,
        };
    }
}
