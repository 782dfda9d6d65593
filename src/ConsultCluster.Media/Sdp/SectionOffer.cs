namespace ConsultCluster.Media.Sdp;

/// <summary>One media section of an offer, parsed in one pass over its attributes.</summary>
internal sealed class SectionOffer
{
    private readonly PayloadFormat?[] _byType = new PayloadFormat?[128];
    private readonly List<(uint Primary, uint Repair)> _repairs = [];
    private FeedbackKinds _feedbackForAll;
    private bool _bundleOnly;
    private bool _rtcpMux;
    private uint? _firstSsrc;

    private SectionOffer(MediaDescription description)
    {
        Description = description;
        Kind = description.Media switch
        {
            "audio" => MediaKind.Audio,
            "video" => MediaKind.Video,
            _ => null,
        };
    }

    /// <summary>The section's text.</summary>
    public MediaDescription Description { get; }

    /// <summary>Null for sections other than audio and video.</summary>
    public MediaKind? Kind { get; }

    /// <summary><c>a=mid</c>; empty when absent.</summary>
    public string Mid { get; private set; } = "";

    /// <summary>Directions from the relay's side.</summary>
    public MediaDirections Directions { get; private set; }

    /// <summary>RTP and RTCP on one port (RFC 5761, RFC 8858).</summary>
    public bool RtcpMux => _rtcpMux;

    /// <summary><c>a=rtcp-rsize</c> (RFC 5506).</summary>
    public bool ReducedRtcp { get; private set; }

    /// <summary>Transport attributes of this section.</summary>
    public TransportOffer Transport { get; } = new();

    /// <summary>Payload types in the order of the <c>m=</c> line.</summary>
    public List<PayloadFormat> Formats { get; } = [];

    /// <summary>RTP header extensions.</summary>
    public List<ExtensionOffer> Extensions { get; } = [];

    /// <summary>Layers that the terminal can send at once, in its order (RFC 8853); empty without simulcast.</summary>
    public IReadOnlyList<string> Layers { get; private set; } = [];

    /// <summary>All SSRCs in the section.</summary>
    public List<uint> Ssrcs { get; } = [];

    /// <summary>True when the section is enabled: its port is not 0, or it is bundle-only (RFC 9143 §6).</summary>
    public bool IsWanted => Description.Port != 0 || _bundleOnly;

    /// <summary>True for enabled audio and video over DTLS-SRTP.</summary>
    public bool IsMedia => Kind is not null && IsWanted && IsSecureRtp(Description.Protocol);

    /// <summary>True for enabled data channels, as in RFC 8841 or in the drafts before it.</summary>
    public bool IsDataChannel => HasSctpMap
        || (IsWanted && Description is { Media: "application", Protocol: "UDP/DTLS/SCTP" or "TCP/DTLS/SCTP", Formats: "webrtc-datachannel" });

    /// <summary>True for data channels of draft-ietf-mmusic-sctp-sdp before version 15, which aiortc offers: the format is a port.</summary>
    public bool HasSctpMap =>
        IsWanted && Description is { Media: "application", Protocol: "DTLS/SCTP" } && SdpNumber.TryParse(Description.Formats, ushort.MaxValue, out _);

    /// <summary>
    /// SSRC of the terminal's media and of its retransmissions; the first of several streams (old simulcast).
    /// </summary>
    public (uint? Primary, uint? Repair) RemoteSsrcs
    {
        get
        {
            foreach (var (primary, repair) in _repairs)
            {
                if (_firstSsrc is null || primary == _firstSsrc)
                {
                    return (primary, repair);
                }
            }

            return _repairs.Count == 1 ? (_repairs[0].Primary, _repairs[0].Repair) : (_firstSsrc, null);
        }
    }

    /// <summary>Reads a section.</summary>
    /// <param name="sessionDirections">Direction of sections without a direction attribute.</param>
    public static SectionOffer Read(MediaDescription description, MediaDirections sessionDirections)
    {
        var section = new SectionOffer(description) { Directions = sessionDirections };
        section.ReadFormats();
        foreach (var attribute in description.Attributes)
        {
            section.Take(attribute);
        }

        foreach (var format in section.Formats)
        {
            format.Feedback |= section._feedbackForAll;
        }

        return section;
    }

    /// <summary>The direction of an attribute, from the relay's side; null for other attributes.</summary>
    public static MediaDirections? Direction(string attribute) => attribute switch
    {
        "sendrecv" => MediaDirections.Receive | MediaDirections.Send,
        "sendonly" => MediaDirections.Receive,
        "recvonly" => MediaDirections.Send,
        "inactive" => MediaDirections.None,
        _ => null,
    };

    // RFC 8829 §5.1.2: all these names mean RTP over DTLS-SRTP in an offer with a fingerprint.
    private static bool IsSecureRtp(string protocol) =>
        protocol is "UDP/TLS/RTP/SAVPF" or "UDP/TLS/RTP/SAVP" or "RTP/SAVPF" or "RTP/SAVP" or "TCP/DTLS/RTP/SAVPF" or "TCP/DTLS/RTP/SAVP";

    private void ReadFormats()
    {
        var formats = Description.Formats.AsSpan();
        foreach (var range in formats.Split(' '))
        {
            if (SdpNumber.TryParse(formats[range], 127, out var type) && _byType[type] is null)
            {
                var format = new PayloadFormat((byte)type);
                _byType[type] = format;
                Formats.Add(format);
            }
        }
    }

    private void Take(in SdpAttribute attribute)
    {
        if (Transport.TryTake(attribute))
        {
            return;
        }

        if (Direction(attribute.Name) is { } directions)
        {
            Directions = directions;
            return;
        }

        switch (attribute.Name)
        {
            case "mid":
                Mid = attribute.Value;
                break;
            case "rtcp-mux" or "rtcp-mux-only":
                _rtcpMux = true;
                break;
            case "rtcp-rsize":
                ReducedRtcp = true;
                break;
            case "bundle-only":
                _bundleOnly = true;
                break;
            case "extmap":
                if (ExtensionOffer.TryParse(attribute.Value, out var extension))
                {
                    Extensions.Add(extension);
                }

                break;
            case "rtpmap" or "fmtp" or "rtcp-fb":
                TakeFormat(attribute);
                break;
            case "ssrc":
                TakeSsrc(attribute.Value);
                break;
            case "simulcast":
                Layers = SimulcastOffer.Read(attribute.Value);
                break;
            case "ssrc-group":
                TakeSsrcGroup(attribute.Value);
                break;
        }
    }

    private void TakeFormat(in SdpAttribute attribute)
    {
        var space = attribute.Value.IndexOf(' ', StringComparison.Ordinal);
        if (space < 0)
        {
            return;
        }

        var value = attribute.Value[(space + 1)..].Trim(' ');
        var type = attribute.Value.AsSpan(0, space);
        if (type is "*" && string.Equals(attribute.Name, "rtcp-fb", StringComparison.Ordinal))
        {
            _feedbackForAll |= Feedback(value);
            return;
        }

        if (!SdpNumber.TryParse(type, 127, out var number) || _byType[number] is not { } format)
        {
            return;
        }

        switch (attribute.Name)
        {
            case "rtpmap":
                format.Mapping = value;
                break;
            case "fmtp":
                format.Parameters = value;
                break;
            default:
                format.Feedback |= Feedback(value);
                break;
        }
    }

    private static FeedbackKinds Feedback(string value) => value switch
    {
        "nack" => FeedbackKinds.Nack,
        "nack pli" => FeedbackKinds.Pli,
        "goog-remb" => FeedbackKinds.Remb,
        "transport-cc" => FeedbackKinds.TransportFeedback,
        "ccm fir" => FeedbackKinds.Fir,
        _ => FeedbackKinds.None,
    };

    private void TakeSsrc(ReadOnlySpan<char> value)
    {
        var space = value.IndexOf(' ');
        if (SdpNumber.TryParse(space < 0 ? value : value[..space], uint.MaxValue, out var ssrc))
        {
            _firstSsrc ??= ssrc;
            Ssrcs.Add(ssrc);
        }
    }

    private void TakeSsrcGroup(ReadOnlySpan<char> value)
    {
        Span<Range> parts = stackalloc Range[3];
        if (value.Split(parts, ' ', StringSplitOptions.RemoveEmptyEntries) == 3
            && value[parts[0]] is "FID"
            && SdpNumber.TryParse(value[parts[1]], uint.MaxValue, out var primary)
            && SdpNumber.TryParse(value[parts[2]], uint.MaxValue, out var repair))
        {
            _repairs.Add((primary, repair));
        }
    }
}
