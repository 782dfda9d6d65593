using System.Collections.Immutable;
using ConsultCluster.Media.Sdp;

namespace ConsultCluster.Media.Forwarding;

/// <summary>The codecs of one media section by payload type, and their mapping to those of another section.</summary>
internal sealed class CodecTable
{
    /// <summary>Stands for "no payload type": they have seven bits.</summary>
    public const byte None = 0xFF;

    private readonly NegotiatedCodec?[] _byPayloadType = new NegotiatedCodec?[128];
    private readonly NegotiatedCodec?[] _byRtxPayloadType = new NegotiatedCodec?[128];

    public CodecTable(ImmutableArray<NegotiatedCodec> codecs)
    {
        Codecs = codecs;
        foreach (var codec in codecs)
        {
            _byPayloadType[codec.PayloadType & 0x7F] = codec;
            if (codec.RtxPayloadType is { } rtx)
            {
                _byRtxPayloadType[rtx & 0x7F] = codec;
            }
        }
    }

    public ImmutableArray<NegotiatedCodec> Codecs { get; }

    /// <summary>The codec with this payload type; null when it was not negotiated.</summary>
    public NegotiatedCodec? Find(byte payloadType) => _byPayloadType[payloadType];

    /// <summary>The codec whose retransmissions have this payload type; null when there is none.</summary>
    public NegotiatedCodec? FindRtx(byte payloadType) => _byRtxPayloadType[payloadType];

    /// <summary>True when a receiver with these codecs can decode what the publisher sends.</summary>
    public bool CanReceive(NegotiatedCodec sent) => MatchOf(sent) is not null;

    /// <summary>True when a receiver with these codecs can decode one that the publisher may send.</summary>
    public bool CanReceiveAny(CodecTable publisher) => publisher.Codecs.Any(codec => MatchOf(codec) is not null);

    /// <summary>
    /// Fills both tables: the publisher's payload type to ours and to our RTX one; <see cref="None"/> where there is
    /// none.
    /// </summary>
    public void MapFrom(CodecTable publisher, Span<byte> payloadTypes, Span<byte> rtxPayloadTypes)
    {
        payloadTypes.Fill(None);
        rtxPayloadTypes.Fill(None);
        foreach (var theirs in publisher.Codecs)
        {
            if (MatchOf(theirs) is { } ours)
            {
                payloadTypes[theirs.PayloadType & 0x7F] = ours.PayloadType;
                rtxPayloadTypes[theirs.PayloadType & 0x7F] = ours.RtxPayloadType ?? None;
            }
        }
    }

    /// <summary>
    /// The same codec, or else the first that decodes it: a decoder may be set up by what its payload type names.
    /// </summary>
    private NegotiatedCodec? MatchOf(NegotiatedCodec theirs)
    {
        NegotiatedCodec? able = null;
        foreach (var ours in Codecs)
        {
            if (CodecMatch.AreSame(ours, theirs))
            {
                return ours;
            }

            able ??= CodecMatch.CanDecode(ours, theirs) ? ours : null;
        }

        return able;
    }
}
