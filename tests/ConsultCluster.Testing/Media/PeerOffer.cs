using System.Globalization;
using System.Text;
using ConsultCluster.Media.Ice;
using ConsultCluster.Media.Sdp;

namespace ConsultCluster.Testing.Media;

/// <summary>Writes the offer of a terminal as a browser would (RFC 8829).</summary>
public static class PeerOffer
{
    public static string Write(
        IReadOnlyList<PeerSection> sections, MediaPeerOptions options, IceCredentials credentials, ReadOnlySpan<byte> fingerprint, int version)
    {
        var hex = string.Join(':', Convert.ToHexString(fingerprint).Chunk(2).Select(pair => new string(pair)));
        var sdp = new StringBuilder();
        Line(sdp, "v=0");
        Line(sdp, $"o=- 4611731400430051336 {version} IN IP4 127.0.0.1");
        Line(sdp, "s=-");
        Line(sdp, "t=0 0");
        Line(sdp, $"a=group:BUNDLE {string.Join(' ', sections.Select(section => section.Mid))}");
        Line(sdp, "a=extmap-allow-mixed");
        Line(sdp, "a=msid-semantic: WMS *");
        foreach (var section in sections)
        {
            WriteFormats(sdp, section, options);
            Line(sdp, $"a=ice-ufrag:{credentials.UserFragment}");
            Line(sdp, $"a=ice-pwd:{credentials.Password}");
            Line(sdp, "a=ice-options:trickle");
            Line(sdp, $"a=fingerprint:sha-256 {hex}");
            Line(sdp, $"a=setup:{options.Setup}");
            Line(sdp, $"a=mid:{section.Mid}");
            Line(sdp, section.Source is null ? "a=recvonly" : "a=sendonly");
            Line(sdp, "a=rtcp-mux");
            Line(sdp, "a=rtcp-rsize");
            WriteSources(sdp, section, options);
        }

        return sdp.ToString();
    }

    private static void WriteFormats(StringBuilder sdp, PeerSection section, MediaPeerOptions options)
    {
        if (section.Kind == MediaKind.Audio)
        {
            Line(sdp, $"m=audio 9 UDP/TLS/RTP/SAVPF {options.OpusPayloadType}");
            Line(sdp, "c=IN IP4 0.0.0.0");
            Line(sdp, $"a=rtpmap:{options.OpusPayloadType} opus/48000/2");
            Line(sdp, $"a=fmtp:{options.OpusPayloadType} minptime=10;useinbandfec=1");
            Line(sdp, $"a=extmap:{options.AudioLevelExtension} urn:ietf:params:rtp-hdrext:ssrc-audio-level");
        }
        else
        {
            var vp8 = options.Vp8PayloadType;
            var rtx = options.Vp8RtxPayloadType;
            Line(sdp, $"m=video 9 UDP/TLS/RTP/SAVPF {vp8}{(options.OffersRtx ? string.Create(CultureInfo.InvariantCulture, $" {rtx}") : "")}");
            Line(sdp, "c=IN IP4 0.0.0.0");
            Line(sdp, $"a=rtpmap:{vp8} {options.VideoMapping}");
            if (options.VideoParameters.Length > 0)
            {
                Line(sdp, $"a=fmtp:{vp8} {options.VideoParameters}");
            }

            Line(sdp, $"a=rtcp-fb:{vp8} goog-remb");
            Line(sdp, $"a=rtcp-fb:{vp8} ccm fir");
            Line(sdp, $"a=rtcp-fb:{vp8} nack");
            if (options.OffersPli)
            {
                Line(sdp, $"a=rtcp-fb:{vp8} nack pli");
            }

            if (options.OffersRtx)
            {
                Line(sdp, $"a=rtpmap:{rtx} rtx/90000");
                Line(sdp, $"a=fmtp:{rtx} apt={vp8}");
            }
        }

        Line(sdp, $"a=extmap:{options.MidExtension} urn:ietf:params:rtp-hdrext:sdes:mid");
    }

    private static void WriteSources(StringBuilder sdp, PeerSection section, MediaPeerOptions options)
    {
        if (section.Source is null || !options.SignalsSsrc)
        {
            return;
        }

        if (section.Kind == MediaKind.Video && options.OffersRtx)
        {
            Line(sdp, $"a=ssrc-group:FID {section.Ssrc} {section.RtxSsrc}");
            Line(sdp, $"a=ssrc:{section.Ssrc} cname:peer");
            Line(sdp, $"a=ssrc:{section.RtxSsrc} cname:peer");
        }
        else
        {
            Line(sdp, $"a=ssrc:{section.Ssrc} cname:peer");
        }
    }

    private static void Line(StringBuilder sdp, FormattableString line) => sdp.Append(FormattableString.Invariant(line)).Append("\r\n");

    private static void Line(StringBuilder sdp, string line) => sdp.Append(line).Append("\r\n");
}
