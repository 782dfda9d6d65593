using System.Collections.Immutable;

namespace ConsultCluster.Media.Sdp;

/// <summary>Writes the answer (RFC 3264 §6, RFC 8829 §5.3) of an ICE-lite agent (RFC 8839 §5.3).</summary>
internal sealed class AnswerWriter(SdpAnswerPolicy policy, TransportAnswer transport)
{
    private readonly TransportLines _transport = new(policy, transport);

    /// <summary>The whole answer.</summary>
    /// <param name="origin">Value of the <c>o=</c> line.</param>
    /// <param name="sections">In the order of the offer.</param>
    /// <param name="bundle">In the order of the group; empty when the offer has none.</param>
    /// <param name="tagged">The section with the candidates.</param>
    public string Write(
        string origin, ImmutableArray<AnsweredSection> sections, ImmutableArray<SectionOffer> bundle, SectionOffer tagged)
    {
        var answer = new SessionDescription { Origin = origin };
        if (!bundle.IsEmpty)
        {
            answer.Add("group", "BUNDLE " + string.Join(' ', bundle.Select(section => section.Mid)));
        }

        answer.Add("ice-lite");
        var streams = new SlotStreams(sections);
        foreach (var section in sections)
        {
            answer.Media.Add(
                !section.IsAccepted ? Refused(section.Offer)
                : section.Media.Codecs.IsEmpty ? Idle(section.Offer, ReferenceEquals(section.Offer, tagged))
                : Accepted(section, ReferenceEquals(section.Offer, tagged), streams));
        }

        return answer.ToString();
    }

    /// <summary>
    /// A refused section has the attributes of an accepted one: aiortc and GStreamer look for the transport's and for
    /// known formats in every section, and reject the answer where they are missing.
    /// </summary>
    private MediaDescription Refused(SectionOffer offer)
    {
        var media = new MediaDescription(offer.Description.Media, 0, offer.Description.Protocol, offer.Description.Formats);
        AddMid(media, offer);
        _transport.AddTo(media, isTagged: false);
        AddUnused(media, offer);
        return media;
    }

    /// <summary>An accepted section without media: the first of a bundle, or a data channel.</summary>
    private MediaDescription Idle(SectionOffer offer, bool isTagged)
    {
        var media = new MediaDescription(
            offer.Description.Media, _transport.Port, offer.Description.Protocol, offer.Description.Formats)
        {
            Connection = _transport.Connection,
        };
        AddMid(media, offer);
        _transport.AddTo(media, isTagged);
        if (offer.HasSctpMap)
        {
            media.Add("sctpmap", $"{offer.Description.Formats} webrtc-datachannel 1024");
        }
        else if (offer.IsDataChannel)
        {
            // RFC 8841 §5.1. No association is ever set up, so the channels do not open.
            media.Add("sctp-port", "5000");
            media.Add("max-message-size", "65536");
        }
        else
        {
            AddUnused(media, offer);
        }

        return media;
    }

    private static void AddUnused(MediaDescription media, SectionOffer offer)
    {
        if (offer.RtcpMux)
        {
            media.Add("rtcp-mux");
        }

        media.Add("inactive");
        foreach (var format in offer.Formats.Where(format => format.Mapping.Length > 0))
        {
            media.Add("rtpmap", $"{format.PayloadType} {format.Mapping}");
        }
    }

    private static void AddMid(MediaDescription media, SectionOffer offer)
    {
        if (offer.Mid.Length > 0)
        {
            media.Add("mid", offer.Mid);
        }
    }

    private static string Direction(MediaDirections directions) => directions switch
    {
        MediaDirections.Receive | MediaDirections.Send => "sendrecv",
        MediaDirections.Receive => "recvonly",
        MediaDirections.Send => "sendonly",
        _ => "inactive",
    };

    private MediaDescription Accepted(AnsweredSection section, bool isTagged, SlotStreams streams)
    {
        var (offer, agreed) = (section.Offer, section.Media);
        var formats = AnsweredFormats(section);
        var media = new MediaDescription(
            offer.Description.Media,
            _transport.Port,
            offer.Description.Protocol,
            string.Join(' ', formats.Select(format => format.PayloadType)))
        {
            Connection = _transport.Connection,
        };
        AddMid(media, offer);
        _transport.AddTo(media, isTagged);
        media.Add("rtcp-mux");
        if (offer.ReducedRtcp)
        {
            media.Add("rtcp-rsize");
        }

        media.Add(Direction(agreed.Directions));
        foreach (var extension in offer.Extensions)
        {
            if (IsAnswered(extension, agreed.Extensions))
            {
                media.Add("extmap", extension.ToAnswer());
            }
        }

        foreach (var format in formats)
        {
            AddFormat(media, format, agreed);
        }

        AddLayers(media, offer, agreed);
        streams.AddTo(media, agreed);
        return media;
    }

    /// <summary>Without these lines a terminal sends only its first layer, which may be its smallest (RFC 8853 §5.3).</summary>
    private static void AddLayers(MediaDescription media, SectionOffer offer, NegotiatedMedia agreed)
    {
        if (offer.Layers.Count < 2 || !agreed.Directions.HasFlag(MediaDirections.Receive))
        {
            return;
        }

        foreach (var layer in offer.Layers)
        {
            media.Add("rid", $"{layer} recv");
        }

        media.Add("simulcast", $"recv {string.Join(';', offer.Layers)}");
    }

    private static PayloadFormat[] AnsweredFormats(AnsweredSection section)
    {
        var answered = new HashSet<byte>();
        foreach (var codec in section.Media.Codecs)
        {
            answered.Add(codec.PayloadType);
            if (codec.RtxPayloadType is { } repair)
            {
                answered.Add(repair);
            }
        }

        return [.. section.Offer.Formats.Where(format => answered.Contains(format.PayloadType))];
    }

    private static bool IsAnswered(in ExtensionOffer extension, in NegotiatedExtensions answered) => extension.Uri switch
    {
        ExtensionUris.Mid => extension.Id == answered.Mid,
        ExtensionUris.AudioLevel => extension.Id == answered.AudioLevel,
        ExtensionUris.AbsoluteSendTime => extension.Id == answered.AbsoluteSendTime,
        ExtensionUris.DependencyDescriptor => extension.Id == answered.DependencyDescriptor,
        ExtensionUris.TransportSequence => extension.Id == answered.TransportSequence,
        _ => false,
    };

    private void AddFormat(MediaDescription media, PayloadFormat format, NegotiatedMedia agreed)
    {
        media.Add("rtpmap", $"{format.PayloadType} {format.Mapping}");
        if (format.Parameters.Length > 0)
        {
            media.Add("fmtp", $"{format.PayloadType} {format.Parameters}");
        }

        if (agreed.Codecs.FirstOrDefault(codec => codec.PayloadType == format.PayloadType) is not { } codec)
        {
            return;
        }

        if (policy.TransportFeedback && format.Feedback.HasFlag(FeedbackKinds.TransportFeedback))
        {
            media.Add("rtcp-fb", $"{format.PayloadType} transport-cc");
        }

        if (codec.Remb)
        {
            media.Add("rtcp-fb", $"{format.PayloadType} goog-remb");
        }

        if (codec.Nack)
        {
            media.Add("rtcp-fb", $"{format.PayloadType} nack");
        }

        if (codec.Pli)
        {
            media.Add("rtcp-fb", $"{format.PayloadType} nack pli");
        }

        if (codec.Fir)
        {
            media.Add("rtcp-fb", $"{format.PayloadType} ccm fir");
        }
    }
}
