using System.Buffers.Binary;
using ConsultCluster.Media.Rtp;

namespace ConsultCluster.Media.Forwarding;

/// <summary>Handles a terminal's SRTP: decrypts, finds the track, unwraps RTX, queues for forwarding.</summary>
internal sealed class MediaReceiver(RelayShared shared)
{
    /// <summary>Limit of payload and descriptor: with our header and tag, a datagram stays below 2,048 bytes.</summary>
    private const int MaxPayload = 1500;

    /// <summary>True when the packet is authentic.</summary>
    public bool Handle(Session session, Span<byte> datagram, MonoTime now)
    {
        if (!RtpHeader.TryParse(datagram, out var header))
        {
            shared.Counters.MalformedRtp++;
            return false;
        }

        if (!session.Transport.TryUnprotectRtp(datagram, header.Length, out var length, out var index))
        {
            return false;
        }

        session.Inbound.Take(shared.Inbound, datagram.Length, now);
        session.Liveness.HandleProof(now);
        HandleAuthentic(session, header, datagram[..length], index, now);
        return true;
    }

    private void HandleAuthentic(Session session, in RtpHeader header, ReadOnlySpan<byte> packet, long index, MonoTime now)
    {
        if (!header.TryGetPayload(packet, out var payload))
        {
            shared.Counters.MalformedRtp++;
            return;
        }

        if (session.Tracks.Streams.Find(header, packet, session.Tracks.All, now, out var isRtx) is not { } track)
        {
            shared.Counters.UnknownSsrc++;
            return;
        }

        if (session.IsStandby)
        {
            // Padding-only packets probe the bandwidth; they are not media.
            if (isRtx || payload.IsEmpty)
            {
                shared.Counters.OnStandby++;
                return;
            }

            session.Activate(now);
        }

        session.Liveness.HandleMedia(now);
        if (isRtx)
        {
            HandleRtx(session, track, header, packet, payload, now);
        }
        else
        {
            Take(session, track, header, header.PayloadType, index, packet, payload, repaired: false, now);
        }
    }

    private void HandleRtx(
        Session session, Track track, in RtpHeader header, ReadOnlySpan<byte> packet, ReadOnlySpan<byte> payload, MonoTime now)
    {
        // Shorter than two bytes: a padding-only packet that probes the bandwidth.
        if (payload.Length < 2 || track.Reception.Highest < 0)
        {
            return;
        }

        if (track.Codecs.FindRtx(header.PayloadType) is not { } codec)
        {
            shared.Counters.UnknownPayloadType++;
            return;
        }

        var sequence = SequenceNumber.Unwrap(BinaryPrimitives.ReadUInt16BigEndian(payload), track.Reception.Highest);
        if (!track.Nacks.IsMissing(sequence))
        {
            // Repeated to probe the bandwidth, or of another run of the stream.
            shared.Counters.Duplicates++;
            return;
        }

        Take(session, track, header, codec.PayloadType, sequence, packet, payload[2..], repaired: true, now);
    }

    private void Take(
        Session session,
        Track track,
        in RtpHeader header,
        byte payloadType,
        long sequence,
        ReadOnlySpan<byte> packet,
        ReadOnlySpan<byte> payload,
        bool repaired,
        MonoTime now)
    {
        if (track.Codecs.Find(payloadType) is not { } codec)
        {
            shared.Counters.UnknownPayloadType++;
            return;
        }

        var ids = track.Media.Extensions;
        var level = header.TryFindExtension(packet, ids.AudioLevel, out var value) ? value[0] : (short)-1;
        _ = header.TryFindExtension(packet, ids.DependencyDescriptor, out var descriptor);
        if (payload.Length + descriptor.Length > MaxPayload)
        {
            shared.Counters.TooLarge++;
            return;
        }

        var record = new PacketRecord(sequence, header.Timestamp, payloadType, header.Marker, level, false, 0, 0, 0, 0);
        if (!track.Take(record, codec, descriptor, payload, repaired, now))
        {
            return;
        }

        shared.Counters.RtpIn++;
        if (track.Settle() | !track.IsLive)
        {
            track.IsLive = true;
            session.Router.Assign();
            session.WakeBy(now);
        }

        session.Router.Enqueue(track, sequence);
    }
}
