using ConsultCluster.Domain;
using ConsultCluster.Media.Sdp;

namespace ConsultCluster.Relay.Orders;

/// <summary>Refusal texts for offers that cannot be answered.</summary>
internal static class SdpRefusals
{
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
}
