using System.Globalization;

namespace ConsultCluster.Media.Sdp;

/// <summary>
/// What the <c>a=fmtp</c> of H.264 says about a stream or a decoder (RFC 6184 §8.1), as far as it decides what can be
/// decoded.
/// </summary>
/// <param name="Profile">
/// Of <c>profile-level-id</c>; Baseline when absent. The level does not matter, see decision 0035.
/// </param>
/// <param name="PacketizationMode">0 single NAL unit, 1 non-interleaved, 2 interleaved; 0 when absent, -1 when invalid.</param>
public readonly record struct H264Format(H264Profile Profile, int PacketizationMode)
{
    private const int Interleaved = 2;

    /// <summary>
    /// True when the relay can forward it: interleaved packets do not arrive in decoding order, and their keyframes are
    /// not recognized.
    /// </summary>
    public bool IsSupported => PacketizationMode is >= 0 and < Interleaved;

    /// <summary>Reads the parameters; never fails.</summary>
    public static H264Format Read(ReadOnlySpan<char> parameters)
    {
        var mode = FormatParameters.Find(parameters, "packetization-mode");
        return new(
            ReadProfile(FormatParameters.Find(parameters, "profile-level-id")),
            mode.IsEmpty ? 0 : SdpNumber.TryParse(mode, Interleaved, out var number) ? (int)number : -1);
    }

    /// <summary>
    /// True when a decoder of this format decodes that stream: it has all tools of the stream's profile, and unpacks
    /// its packets (RFC 6184 §6.3: mode 1 includes single NAL unit packets).
    /// </summary>
    public bool Decodes(in H264Format stream) => PacketizationMode >= stream.PacketizationMode && stream.IsSupported && Decodes(stream.Profile);

    /// <summary>
    /// The profiles include each other in the order of the enumeration, with exceptions. Baseline counts as Constrained
    /// Baseline: no encoder uses its error resilience tools, and many name it without meaning them.
    /// </summary>
    private bool Decodes(H264Profile stream) => stream switch
    {
        H264Profile.ConstrainedBaseline or H264Profile.Baseline => Profile is >= H264Profile.ConstrainedBaseline and <= H264Profile.High444,
        H264Profile.Extended => Profile is H264Profile.Extended,
        H264Profile.Main => Profile is H264Profile.Main or (>= H264Profile.High and <= H264Profile.High444),
        H264Profile.High10Intra => Profile is >= H264Profile.High10 and <= H264Profile.High444Intra,
        H264Profile.High422Intra => Profile is (>= H264Profile.High422 and <= H264Profile.High444) or H264Profile.High422Intra or H264Profile.High444Intra,
        H264Profile.High444Intra => Profile is H264Profile.High444 or H264Profile.High444Intra,
        H264Profile.Cavlc444Intra => Profile is H264Profile.High444 or H264Profile.High444Intra or H264Profile.Cavlc444Intra,
        H264Profile.Unknown => false,
        _ => Profile >= stream && Profile <= H264Profile.High444,
    };

    private static H264Profile ReadProfile(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty)
        {
            return H264Profile.Baseline;
        }

        return text.Length == 6 && uint.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var id)
            ? ProfileOf((byte)(id >> 16), (byte)(id >> 8))
            : H264Profile.Unknown;
    }

    /// <param name="constraints">Constraint flags, constraint_set0 in the highest bit.</param>
    private static H264Profile ProfileOf(byte indicator, byte constraints)
    {
        var (set0, set1, set3) = ((constraints & 0x80) != 0, (constraints & 0x40) != 0, (constraints & 0x10) != 0);
        return indicator switch
        {
            0x42 => set1 ? H264Profile.ConstrainedBaseline : H264Profile.Baseline,
            0x4D => set0 ? H264Profile.ConstrainedBaseline : H264Profile.Main,
            0x58 => (set0, set1) switch
            {
                (true, true) => H264Profile.ConstrainedBaseline,
                (true, false) => H264Profile.Baseline,
                _ => H264Profile.Extended,
            },
            0x64 => (constraints & 0x0C) == 0x0C ? H264Profile.ConstrainedHigh : H264Profile.High,
            0x6E => set3 ? H264Profile.High10Intra : H264Profile.High10,
            0x7A => set3 ? H264Profile.High422Intra : H264Profile.High422,
            0xF4 => set3 ? H264Profile.High444Intra : H264Profile.High444,
            0x2C => H264Profile.Cavlc444Intra,
            _ => H264Profile.Unknown,
        };
    }
}
