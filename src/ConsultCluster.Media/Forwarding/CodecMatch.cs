using ConsultCluster.Media.Sdp;

namespace ConsultCluster.Media.Forwarding;

/// <summary>Decides whether a receiver can decode what a publisher encodes, without transcoding.</summary>
public static class CodecMatch
{
    /// <summary>True when the receiver's decoder decodes every stream that the publisher's parameters allow.</summary>
    public static bool CanDecode(NegotiatedCodec receiver, NegotiatedCodec publisher) =>
        receiver.Codec == publisher.Codec && receiver.ClockRate == publisher.ClockRate && receiver.Codec switch
        {
            RtpCodec.H264 => IsSameText(receiver, publisher) || H264Format.Read(receiver.Parameters).Decodes(H264Format.Read(publisher.Parameters)),

            // RFC 9628 §7: a receiver supports the named profile. A browser that has several names them all.
            RtpCodec.Vp9 => Number(receiver, "profile-id") == Number(publisher, "profile-id"),

            // AV1 specification, annex A.2: decoders of a profile decode the lower ones.
            RtpCodec.Av1 => Number(receiver, "profile") >= Number(publisher, "profile"),
            _ => true,
        };

    /// <summary>True when each decodes the other: the best choice where a receiver has several.</summary>
    public static bool AreSame(NegotiatedCodec first, NegotiatedCodec second) => CanDecode(first, second) && CanDecode(second, first);

    private static bool IsSameText(NegotiatedCodec first, NegotiatedCodec second) =>
        string.Equals(first.Parameters, second.Parameters, StringComparison.OrdinalIgnoreCase);

    /// <summary>Absent means 0, for both codecs; an invalid one is like no other.</summary>
    private static int? Number(NegotiatedCodec codec, ReadOnlySpan<char> name)
    {
        var text = FormatParameters.Find(codec.Parameters, name);
        return text.IsEmpty ? 0 : SdpNumber.TryParse(text, byte.MaxValue, out var number) ? (int)number : null;
    }
}
