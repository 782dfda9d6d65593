using ConsultCluster.Domain;
using ConsultCluster.Media.Forwarding;
using ConsultCluster.Media.Sdp;

namespace ConsultCluster.Relay.Orders;

/// <summary>Refusal texts for offers that cannot be answered.</summary>
internal static class SdpRefusals
{
    private const string Supported = "Send Opus for sound, and VP8, H.264, VP9 or AV1 for pictures";

    /// <summary>Why an answer does not do for a terminal that needs all of it; null when it does.</summary>
    public static Refusal? OfParts(string offer, string answer, SessionFit? fit)
    {
        var missing = UnansweredSection.Of(offer, answer);
        if (!missing.IsEmpty)
        {
            return new(
                RefusalCodes.SdpPartial,
                $"Only a part of the media offer is supported; missing is {string.Join(" and ", missing.Select(Name))}. {Supported}, or offer only what is supported.");
        }

        return fit switch
        {
            { ShowsNone: true } => new(
                RefusalCodes.SdpCodecUnfit,
                $"The pictures in this consultation are {Names(fit)}, which the media offer does not include. Use a player for it, or have it sent as VP8."),
            { IsShownByNone: true } => new(
                RefusalCodes.SdpCodecUnfit,
                $"Nobody in this consultation can show {Names(fit)}. Send VP8 or H.264 Constrained Baseline, or wait for a terminal that can show it."),
            _ => null,
        };
    }

    public static Refusal Of(SdpRefusal refusal) => refusal switch
    {
        SdpRefusal.TooLarge => new(
            RefusalCodes.SdpTooLarge,
            "The media offer is too large. Offer at most 256 KiB, 64 media sections and 4,096 lines."),
        SdpRefusal.NoFingerprint => new(
            RefusalCodes.SdpNoFingerprint,
            "The media offer has no SHA-256 certificate fingerprint, so media could not be protected. Use a terminal with DTLS-SRTP."),
        SdpRefusal.NoIce => new(
            RefusalCodes.SdpNoIce,
            "The media offer has no usable ICE user fragment and password. Use a terminal with ICE."),
        SdpRefusal.NotBundled => new(
            RefusalCodes.SdpNotBundled,
            "The media offer needs more than one transport. Offer all media in one BUNDLE group with rtcp-mux."),
        SdpRefusal.NoMedia => new(
            RefusalCodes.SdpNoMedia,
            "The media offer holds neither sound nor picture. Offer at least one audio or video section."),
        SdpRefusal.NoCodec => new(
            RefusalCodes.SdpNoCodec,
            "No codec of the media offer is supported. Offer Opus for sound, and VP8, H.264, VP9 or AV1 for pictures."),
        _ => new(
            RefusalCodes.SdpMalformed,
            "The media offer is not a valid session description. Reload the page, or update the terminal."),
    };

    private static string Name(UnansweredSection section)
    {
        var kind = section.Media switch
        {
            "audio" => "the sound",
            "video" => "the picture",
            { Length: <= 32 } other => other,
            _ => "a section",
        };
        return section.Formats.IsEmpty ? kind : $"{kind} ({string.Join(", ", section.Formats)})";
    }

    private static string Names(SessionFit fit) => string.Join(", ", fit.Codecs.Select(CodecName.Of).Distinct(StringComparer.Ordinal));
}
