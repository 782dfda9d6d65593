using System.Buffers.Binary;
using ConsultCluster.Media.Sdp;

namespace ConsultCluster.Media.Rtp;

/// <summary>Decides whether decoding can start with a packet.</summary>
public static class Keyframes
{
    private const int H264Idr = 5;
    private const int H264Sps = 7;
    private const int H264StapA = 24;
    private const int H264FuA = 28;

    /// <summary>True for the first packet of a keyframe, and for every packet of an audio codec.</summary>
    public static bool StartsAt(RtpCodec codec, ReadOnlySpan<byte> payload) => codec switch
    {
        RtpCodec.Vp8 => IsVp8(payload),
        RtpCodec.H264 => IsH264(payload),
        RtpCodec.Vp9 => IsVp9(payload),
        RtpCodec.Av1 => IsAv1(payload),
        _ => true,
    };

    /// <summary>RFC 7741 §4.2, §4.3: start of the first partition, and the frame header's inverse keyframe bit.</summary>
    private static bool IsVp8(ReadOnlySpan<byte> payload)
    {
        if (payload.IsEmpty || (payload[0] & 0x17) != 0x10)
        {
            return false;
        }

        var at = 1;
        if ((payload[0] & 0x80) != 0)
        {
            if (payload.Length < 2)
            {
                return false;
            }

            var present = payload[1];
            at++;
            if ((present & 0x80) != 0)
            {
                if (payload.Length <= at)
                {
                    return false;
                }

                at += (payload[at] & 0x80) != 0 ? 2 : 1;
            }

            at += ((present & 0x40) != 0 ? 1 : 0) + ((present & 0x30) != 0 ? 1 : 0);
        }

        return payload.Length > at && (payload[at] & 1) == 0;
    }

    /// <summary>RFC 6184 §5.2: an IDR slice or a sequence parameter set, single, aggregated or in a first fragment.</summary>
    private static bool IsH264(ReadOnlySpan<byte> payload)
    {
        if (payload.IsEmpty)
        {
            return false;
        }

        var type = payload[0] & 0x1F;
        if (type == H264StapA)
        {
            var units = payload[1..];
            while (units.Length > 2)
            {
                var size = BinaryPrimitives.ReadUInt16BigEndian(units);
                if ((units[2] & 0x1F) is H264Idr or H264Sps)
                {
                    return true;
                }

                if (size == 0 || units.Length < 2 + size)
                {
                    return false;
                }

                units = units[(2 + size)..];
            }

            return false;
        }

        if (type == H264FuA)
        {
            return payload.Length > 1 && (payload[1] & 0x80) != 0 && ((payload[1] & 0x1F) is H264Idr or H264Sps);
        }

        return type is H264Idr or H264Sps;
    }

    /// <summary>RFC 9628 §4.2: not predicted from other frames, start of a frame, lowest spatial layer.</summary>
    private static bool IsVp9(ReadOnlySpan<byte> payload)
    {
        if (payload.IsEmpty)
        {
            return false;
        }

        var flags = payload[0];
        if ((flags & 0x40) != 0 || (flags & 0x08) == 0)
        {
            return false;
        }

        if ((flags & 0x20) == 0)
        {
            return true;
        }

        var at = 1;
        if ((flags & 0x80) != 0)
        {
            if (payload.Length < 2)
            {
                return false;
            }

            at += (payload[1] & 0x80) != 0 ? 2 : 1;
        }

        return payload.Length > at && (payload[at] & 0x0E) == 0;
    }

    /// <summary>AV1 RTP specification §4.4: N, the first packet of a coded video sequence; never together with Z, a continued unit.</summary>
    private static bool IsAv1(ReadOnlySpan<byte> payload) => !payload.IsEmpty && (payload[0] & 0x88) == 0x08;
}
