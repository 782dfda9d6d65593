namespace ConsultCluster.Media.Sdp;

/// <summary>Names of codecs as people know them: <c>H.264 High</c>, <c>VP9 profile 2</c>.</summary>
public static class CodecName
{
    /// <summary>The name, with the profile where there are several.</summary>
    public static string Of(NegotiatedCodec codec) => codec.Codec switch
    {
        RtpCodec.Opus => "Opus",
        RtpCodec.Vp8 => "VP8",
        RtpCodec.Vp9 => WithProfile("VP9", FormatParameters.Find(codec.Parameters, "profile-id")),
        RtpCodec.Av1 => WithProfile("AV1", FormatParameters.Find(codec.Parameters, "profile")),
        RtpCodec.H264 => "H.264 " + Of(H264Format.Read(codec.Parameters)),
        _ => codec.Codec.ToString(),
    };

    private static string Of(in H264Format format) =>
        (format.Profile switch
        {
            H264Profile.ConstrainedBaseline => "Constrained Baseline",
            H264Profile.ConstrainedHigh => "Constrained High",
            H264Profile.High10 => "High 10",
            H264Profile.High422 => "High 4:2:2",
            H264Profile.High444 => "High 4:4:4",
            H264Profile.High10Intra => "High 10 Intra",
            H264Profile.High422Intra => "High 4:2:2 Intra",
            H264Profile.High444Intra => "High 4:4:4 Intra",
            H264Profile.Cavlc444Intra => "CAVLC 4:4:4 Intra",
            var profile => profile.ToString(),
        }) + (format.PacketizationMode == 1 ? "" : $" (packetization mode {format.PacketizationMode})");

    private static string WithProfile(string name, ReadOnlySpan<char> profile) =>
        SdpNumber.TryParse(profile, byte.MaxValue, out var number) && number > 0 ? $"{name} profile {number}" : name;
}
