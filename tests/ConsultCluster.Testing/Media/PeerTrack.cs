using System.Buffers.Binary;
using System.Text;
using ConsultCluster.Media;
using ConsultCluster.Media.Rtcp;
using ConsultCluster.Media.Rtp;
using ConsultCluster.Media.Sdp;

namespace ConsultCluster.Testing.Media;

/// <summary>What a terminal publishes in one section: makes RTP, answers NACKs and keyframe requests.</summary>
public sealed class PeerTrack(MediaPeer peer, PeerSection section, MediaPeerOptions options, long firstSequence, uint firstTimestamp)
{
    private const int Remembered = 1024;

    private readonly Sent[] _sent = new Sent[Remembered];
    private long _sequence = firstSequence;
    private long _rtxSequence = 100;
    private uint _frame;
    private int _lastFullIntraRequest = -1;
    private bool _keyframeWanted = true;
    private MonoTime? _origin;
    private uint _packets;
    private uint _octets;

    public PeerSection Section { get; } = section;

    /// <summary>SSRC of the stream now; another one when the encoder restarted.</summary>
    public uint Ssrc { get; set; } = section.Ssrc;

    /// <summary>Payload type of the packets from now on.</summary>
    public byte PayloadType { get; set; } = section.Kind == MediaKind.Audio ? options.OpusPayloadType : options.Vp8PayloadType;

    /// <summary>Index of the next packet: rollover counter and sequence number. A restarted encoder sets another one.</summary>
    public long NextSequence => _sequence;

    /// <summary>Added to the timestamps from now on.</summary>
    public uint TimestampOffset { get; set; }

    /// <summary>MID in its packets; that of another section for a layer of it.</summary>
    public string Mid { get; set; } = section.Mid;

    /// <summary>False ends the MID extension, as browsers do once the relay has reported the stream.</summary>
    public bool SendsMid { get; set; } = options.SendsMid;

    /// <summary>A restarted encoder begins with a keyframe; a proxy that switches its source may not.</summary>
    public void Restart(long? sequence = null, uint? ssrc = null, uint timestampOffset = 0, bool withKeyframe = true)
    {
        _sequence = sequence ?? _sequence;
        Ssrc = ssrc ?? Ssrc;
        TimestampOffset += timestampOffset;
        _keyframeWanted |= withKeyframe;
    }

    /// <summary>Packets sent, retransmissions not counted.</summary>
    public long Packets => _packets;

    public long Resent { get; private set; }

    /// <summary>Keyframe requests that came.</summary>
    public int KeyframeRequests { get; private set; }

    /// <summary>NACKed sequence numbers that came.</summary>
    public int Nacks { get; private set; }

    /// <summary>What the relay last said of this track; null before.</summary>
    public ReportBlock? Report { get; set; }

    private int ClockRate => Section.Kind == MediaKind.Audio ? 48_000 : 90_000;

    /// <summary>Sends one frame: audio in one packet, video in as many as asked for.</summary>
    /// <param name="packetLength">Payload bytes of each packet.</param>
    public void SendFrame(int packets, int packetLength, MonoTime now, IDatagramSink sink)
    {
        var isVideo = Section.Kind == MediaKind.Video;
        var isKeyframe = isVideo && _keyframeWanted;
        _keyframeWanted = false;
        var timestamp = TimestampAt(now);
        Span<byte> payload = stackalloc byte[packetLength];
        for (var i = 0; i < packets; i++)
        {
            var content = new PeerPayload(Ssrc, _frame, (ushort)i, (ushort)packets, isKeyframe);
            if (isVideo)
            {
                content.WriteVp8(payload);
            }
            else
            {
                content.WriteOpus(payload);
            }

            SendPacket(payload, i == packets - 1 && isVideo, timestamp, sink);
        }

        _frame++;
    }

    /// <summary>Sends one packet with any payload.</summary>
    public void SendPacket(ReadOnlySpan<byte> payload, bool marker, uint timestamp, IDatagramSink sink)
    {
        ref var sent = ref _sent[_sequence % Remembered];
        sent = new(_sequence, timestamp, marker, payload.ToArray());
        Write(_sequence++, PayloadType, Ssrc, marker, timestamp, payload, sink);
        _packets++;
        _octets += (uint)payload.Length;
    }

    /// <summary>The next video frame is a keyframe.</summary>
    public void WantKeyframe() => _keyframeWanted = true;

    public void HandleKeyframeRequest()
    {
        KeyframeRequests++;
        _keyframeWanted = true;
    }

    /// <summary>Like an encoder, takes a repeated number for the same request (RFC 5104 §4.3.1.2).</summary>
    public void HandleFullIntraRequest(byte number)
    {
        if (number != _lastFullIntraRequest)
        {
            _lastFullIntraRequest = number;
            HandleKeyframeRequest();
        }
    }

    public void HandleNack(ReadOnlySpan<byte> feedback, IDatagramSink sink)
    {
        var items = new NackItems(feedback);
        while (items.TryRead(out var wanted))
        {
            Nacks++;
            var sequence = SequenceNumber.Unwrap(wanted, _sequence);
            if (sequence >= 0 && _sent[sequence % Remembered] is { Payload: { } payload } sent && sent.Sequence == sequence)
            {
                Resend(sent, payload, sink);
            }
        }
    }

    /// <summary>A sender report of this track (RFC 3550 §6.4.1).</summary>
    public void WriteReport(ref RtcpWriter writer, ulong ntp, MonoTime now) =>
        writer.WriteSenderReport(Ssrc, ntp, TimestampAt(now), _packets, _octets);

    private uint TimestampAt(MonoTime now)
    {
        _origin ??= now;
        return firstTimestamp + TimestampOffset + (uint)(long)((now - _origin.Value).TotalSeconds * ClockRate);
    }

    private void Resend(in Sent sent, byte[] payload, IDatagramSink sink)
    {
        Resent++;
        if (!options.OffersRtx)
        {
            Write(sent.Sequence, PayloadType, Ssrc, sent.Marker, sent.Timestamp, payload, sink);
            return;
        }

        Span<byte> rtx = stackalloc byte[2 + payload.Length];
        BinaryPrimitives.WriteUInt16BigEndian(rtx, (ushort)sent.Sequence);
        payload.CopyTo(rtx[2..]);
        Write(_rtxSequence++, options.Vp8RtxPayloadType, Section.RtxSsrc, sent.Marker, sent.Timestamp, rtx, sink);
    }

    private void Write(
        long index, byte payloadType, uint ssrc, bool marker, uint timestamp, ReadOnlySpan<byte> payload, IDatagramSink sink)
    {
        Span<byte> buffer = stackalloc byte[64];
        var header = new RtpHeaderWriter(buffer, marker, payloadType, (ushort)index, timestamp, ssrc);
        if (SendsMid)
        {
            header.AddExtension(options.MidExtension, Encoding.UTF8.GetBytes(Mid));
        }

        if (Section.Kind == MediaKind.Audio)
        {
            header.AddExtension(options.AudioLevelExtension, [0x80 | 30]);
        }

        peer.SendRtp(index, buffer[..header.Finish()], payload, sink);
    }

    private readonly record struct Sent(long Sequence, uint Timestamp, bool Marker, byte[]? Payload);
}
