using ConsultCluster.Media.Sdp;

namespace ConsultCluster.Media.Forwarding;

/// <summary>Decides whether one section can decode what another encodes, without transcoding.</summary>
public static class CodecMatch
{
    /// <summary>H.264 profile when none is given: baseline (RFC 6184 §8.1).</summary>
    private const string DefaultH264Profile = "420010";

    /// <summary>True when the codecs and all parameters that change the bitstream are equal.</summary>
    public static bool AreSame(NegotiatedCodec first, NegotiatedCodec second) =>
        first.Codec == second.Codec && first.ClockRate == second.ClockRate && first.Codec switch
        {
            RtpCodec.H264 => Same(first, second, "packetization-mode", "0") && H264Profile(first) == H264Profile(second),
            RtpCodec.Vp9 => Same(first, second, "profile-id", "0"),
            RtpCodec.Av1 => Same(first, second, "profile", "0"),
            _ => true,
        };

    private static bool Same(NegotiatedCodec first, NegotiatedCodec second, string name, string whenAbsent) =>
        Parameter(first, name, whenAbsent).Equals(Parameter(second, name, whenAbsent), StringComparison.OrdinalIgnoreCase);

    /// <summary>Treats constrained baseline as baseline: decoders support both (RFC 6184 §8.1, table 5).</summary>
    private static int H264Profile(NegotiatedCodec codec)
    {
        var text = Parameter(codec, "profile-level-id", DefaultH264Profile);
        return text.Length >= 2 && int.TryParse(text.AsSpan(0, 2), System.Globalization.NumberStyles.HexNumber, provider: null, out var profile)
            ? profile
            : -1;
    }

    private static string Parameter(NegotiatedCodec codec, string name, string whenAbsent)
    {
        foreach (var part in codec.Parameters.Split(';', StringSplitOptions.TrimEntries))
        {
            if (part.Length > name.Length && part[name.Length] == '=' && part.StartsWith(name, StringComparison.OrdinalIgnoreCase))
            {
                return part[(name.Length + 1)..];
            }
        }

        return whenAbsent;
    }
}
