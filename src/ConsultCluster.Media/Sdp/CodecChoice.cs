using System.Collections.Immutable;

namespace ConsultCluster.Media.Sdp;

/// <summary>Chooses the codecs of a section: all known ones, in the order of the offer.</summary>
internal static class CodecChoice
{
    /// <summary>The codecs of a section; empty without a common codec.</summary>
    public static ImmutableArray<NegotiatedCodec> Choose(SectionOffer section, bool transportFeedback)
    {
        if (section.Kind is not { } kind)
        {
            return [];
        }

        var isSlot = section.Directions.HasFlag(MediaDirections.Send);
        var repairs = new byte?[128];
        var hasNonInterleaved = false;
        foreach (var format in section.Formats)
        {
            if (format.AssociatedPayloadType is { } apt)
            {
                repairs[apt] ??= format.PayloadType;
            }

            // For a sending section keep only packetization mode 1 (RFC 6184 §5.4) when offered; a slot may need both
            // modes.
            hasNonInterleaved |= !isSlot && format.Codec(kind) == RtpCodec.H264 && IsNonInterleaved(format);
        }

        var codecs = ImmutableArray.CreateBuilder<NegotiatedCodec>();
        foreach (var format in section.Formats)
        {
            if (format.Codec(kind) is { } codec && !(codec == RtpCodec.H264 && hasNonInterleaved && !IsNonInterleaved(format)))
            {
                codecs.Add(ToCodec(format, codec, repairs[format.PayloadType], transportFeedback));
            }
        }

        return codecs.ToImmutable();
    }

    private static bool IsNonInterleaved(PayloadFormat format) => H264Format.Read(format.Parameters).PacketizationMode == 1;

    private static NegotiatedCodec ToCodec(PayloadFormat format, RtpCodec codec, byte? repair, bool transportFeedback) => new(
        codec,
        format.PayloadType,
        repair,
        codec == RtpCodec.Opus ? 48_000 : 90_000,
        format.Parameters,
        Nack: format.Feedback.HasFlag(FeedbackKinds.Nack),
        Pli: codec != RtpCodec.Opus && format.Feedback.HasFlag(FeedbackKinds.Pli),
        Remb: format.Feedback.HasFlag(FeedbackKinds.Remb)
            && !(transportFeedback && format.Feedback.HasFlag(FeedbackKinds.TransportFeedback)))
    {
        Fir = codec != RtpCodec.Opus && format.Feedback.HasFlag(FeedbackKinds.Fir) && !format.Feedback.HasFlag(FeedbackKinds.Pli),
    };
}
