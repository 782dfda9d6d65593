using System.Text;
using ConsultCluster.Media.Rtp;
using ConsultCluster.Media.Sdp;

namespace ConsultCluster.Media.Forwarding;

/// <summary>Writes packets for one receiver: a new header, and the payload encrypted from the history.</summary>
internal sealed class SlotWriter
{
    /// <summary>Fixed header, and an extension with MID (at most 16 bytes), level and a dependency descriptor (at most 255).</summary>
    private const int MaxHeader = 320;

    private readonly RelayShared _shared;
    private readonly byte[] _payloadTypes = new byte[128];
    private readonly byte[] _rtxPayloadTypes = new byte[128];
    private NegotiatedMedia _media;
    private byte[] _mid;
    private bool _twoByteIds;
    private long _rtxSequence;

    public SlotWriter(NegotiatedMedia media, RelayShared shared)
    {
        _shared = shared;
        _media = media;
        _mid = [];
        _payloadTypes.AsSpan().Fill(CodecTable.None);
        _rtxPayloadTypes.AsSpan().Fill(CodecTable.None);
        _rtxSequence = shared.NextUInt32() & 0x3FFF;
        Update(media);
    }

    public uint Packets { get; private set; }

    public uint Octets { get; private set; }

    public void Update(NegotiatedMedia media)
    {
        _media = media;
        var mid = Encoding.UTF8.GetBytes(media.Mid);
        _mid = mid.Length <= RtpExtensions.MaxOneByteLength ? mid : [];
        var extensions = media.Extensions;
        _twoByteIds = extensions.Mid > 14 || extensions.AudioLevel > 14 || extensions.DependencyDescriptor > 14;
    }

    public void Map(CodecTable ours, Track track) => ours.MapFrom(track.Codecs, _payloadTypes, _rtxPayloadTypes);

    /// <summary>Sends a packet for the first time.</summary>
    public void Send(Track track, in PacketRecord packet, long sequence, uint timestamp, SessionTransport transport, IDatagramSink sink)
    {
        var payloadType = _payloadTypes[packet.PayloadType];
        if (payloadType == CodecTable.None)
        {
            _shared.Counters.NotMappable++;
            return;
        }

        Write(track, packet, payloadType, sequence, timestamp, _media.LocalSsrc, track.History!.Payload(packet), packet.Padding > 0, transport, sink);
        Packets++;
        Octets += (uint)packet.Length;
    }

    /// <summary>
    /// Retransmits a packet: as RTX where negotiated (RFC 4588), otherwise byte for byte, because no other content may
    /// be encrypted under its index.
    /// </summary>
    public void Resend(Track track, in PacketRecord packet, long sequence, uint timestamp, SessionTransport transport, IDatagramSink sink)
    {
        var rtx = _rtxPayloadTypes[packet.PayloadType];
        if (rtx != CodecTable.None && _media.LocalRtxSsrc != 0)
        {
            var payload = track.History!.RtxPayload(packet, (ushort)sequence);
            Write(track, packet, rtx, _rtxSequence++, timestamp, _media.LocalRtxSsrc, payload, isPadded: false, transport, sink);
        }
        else if (_payloadTypes[packet.PayloadType] is var payloadType and not CodecTable.None)
        {
            var payload = track.History!.Payload(packet);
            Write(track, packet, payloadType, sequence, timestamp, _media.LocalSsrc, payload, packet.Padding > 0, transport, sink);
        }
    }

    private void Write(
        Track track,
        in PacketRecord packet,
        byte payloadType,
        long index,
        uint timestamp,
        uint ssrc,
        ReadOnlySpan<byte> payload,
        bool isPadded,
        SessionTransport transport,
        IDatagramSink sink)
    {
        var destination = transport.ReserveRtp(MaxHeader, payload.Length, sink);
        if (destination.IsEmpty)
        {
            return;
        }

        var ids = _media.Extensions;
        var descriptor = ids.DependencyDescriptor == 0 ? default : track.History!.Descriptor(packet);
        var twoByte = _twoByteIds || descriptor.Length > RtpExtensions.MaxOneByteLength;
        var header = new RtpHeaderWriter(destination, packet.Marker, payloadType, (ushort)index, timestamp, ssrc, twoByte, isPadded);
        if (_mid.Length > 0)
        {
            header.AddExtension(ids.Mid, _mid);
        }

        if (packet.AudioLevel >= 0)
        {
            header.AddExtension(ids.AudioLevel, [(byte)packet.AudioLevel]);
        }

        if (!descriptor.IsEmpty)
        {
            header.AddExtension(ids.DependencyDescriptor, descriptor);
        }

        transport.CommitRtp(index, destination, header.Finish(), payload, sink);
    }
}
