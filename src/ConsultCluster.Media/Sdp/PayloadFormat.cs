namespace ConsultCluster.Media.Sdp;

/// <summary>Attributes of one payload type of one section: <c>a=rtpmap</c>, <c>a=fmtp</c>, <c>a=rtcp-fb</c>.</summary>
internal sealed class PayloadFormat(byte payloadType)
{
    /// <summary>7 bits.</summary>
    public byte PayloadType { get; } = payloadType;

    /// <summary>Rest of <c>a=rtpmap</c> after the payload type: <c>opus/48000/2</c>; empty when absent.</summary>
    public string Mapping { get; set; } = "";

    /// <summary>Value of <c>a=fmtp</c> after the payload type; empty when absent.</summary>
    public string Parameters { get; set; } = "";

    /// <summary>The offered feedback messages.</summary>
    public FeedbackKinds Feedback { get; set; }

    /// <summary>The codec; null for an unsupported one.</summary>
    public RtpCodec? Codec(MediaKind kind) => (kind, Mapping.ToUpperInvariant()) switch
    {
        // RFC 7587 §7 says two channels whatever is sent; encoders leave them out, or name those that they send.
        (MediaKind.Audio, "OPUS/48000/2" or "OPUS/48000" or "OPUS/48000/1") => RtpCodec.Opus,
        (MediaKind.Video, "VP8/90000") => RtpCodec.Vp8,
        (MediaKind.Video, "H264/90000") when H264Format.Read(Parameters).IsSupported => RtpCodec.H264,
        (MediaKind.Video, "VP9/90000") => RtpCodec.Vp9,
        (MediaKind.Video, "AV1/90000") => RtpCodec.Av1,
        _ => null,
    };

    /// <summary>The payload type that this one retransmits (RFC 4588 §8.1); null when it is not <c>rtx</c>.</summary>
    public byte? AssociatedPayloadType =>
        Mapping.StartsWith("rtx/", StringComparison.OrdinalIgnoreCase) && SdpNumber.TryParse(Parameter("apt"), 127, out var apt) ? (byte)apt : null;

    /// <summary>Value of one <c>name=value</c> of <see cref="Parameters"/>; empty when absent.</summary>
    public ReadOnlySpan<char> Parameter(ReadOnlySpan<char> name) => FormatParameters.Find(Parameters, name);
}
