using System.Buffers.Binary;
using ConsultCluster.Media.Rtcp;

namespace ConsultCluster.Media.Forwarding;

/// <summary>Handles a terminal's SRTCP: reception reports, NACKs and keyframe requests.</summary>
internal sealed class FeedbackReceiver(RelayShared shared)
{
    /// <summary>True when the compound is authentic.</summary>
    public bool Handle(Session session, Span<byte> datagram, MonoTime now, IDatagramSink sink)
    {
        if (!session.Transport.TryUnprotectRtcp(datagram, out var length))
        {
            return false;
        }

        session.Inbound.Take(shared.Inbound, datagram.Length, now);

        session.Liveness.HandleProof(now);
        shared.Counters.RtcpIn++;
        var reader = new RtcpReader(datagram[..length]);
        while (reader.TryRead(out var packet))
        {
            switch (packet.Type)
            {
                case RtcpType.SenderReport:
                    HandleSenderReport(session, packet, now);
                    HandleReportBlocks(session, packet.ReportBlocks, now);
                    break;
                case RtcpType.ReceiverReport:
                    HandleReportBlocks(session, packet.ReportBlocks, now);
                    break;
                case RtcpType.TransportFeedback when packet.Count == RtcpPacket.NackFormat:
                    FindSlot(session, packet.MediaSsrc)?.Resends.HandleNack(packet.Feedback, now, sink);
                    break;
                case RtcpType.PayloadFeedback when packet.Count == RtcpPacket.PliFormat:
                    FindSlot(session, packet.MediaSsrc)?.HandleKeyframeRequest(now, sink);
                    break;
                case RtcpType.PayloadFeedback when packet.Count == RtcpPacket.FirFormat:
                    HandleFullIntraRequest(session, packet.Feedback, now, sink);
                    break;
            }
        }

        if (reader.IsMalformed)
        {
            shared.Counters.MalformedRtcp++;
        }

        return true;
    }

    private static void HandleSenderReport(Session session, in RtcpPacket packet, MonoTime now)
    {
        if (packet.TryReadSenderInfo(out var ntp, out var timestamp) && session.Tracks.FindBySsrc(packet.SenderSsrc) is { } track)
        {
            track.HandleSenderReport(ntp, timestamp, now);
        }
    }

    private static void HandleReportBlocks(Session session, ReadOnlySpan<byte> blocks, MonoTime now)
    {
        for (; blocks.Length >= ReportBlock.Length; blocks = blocks[ReportBlock.Length..])
        {
            var block = ReportBlock.Read(blocks);
            if (session.Slots.FindBySsrc(block.Ssrc) is not { } slot)
            {
                continue;
            }

            slot.HandleReport(block);
            session.RoundTrip.HandleReport(block, now);
            if (block.ExtendedHighest > 0)
            {
                session.Liveness.HandleAcknowledgement(now);
            }
        }
    }

    /// <summary>RFC 5104 §4.3.1.1: items of 8 bytes, one per stream.</summary>
    private void HandleFullIntraRequest(Session session, ReadOnlySpan<byte> items, MonoTime now, IDatagramSink sink)
    {
        for (; items.Length >= 8; items = items[8..])
        {
            FindSlot(session, BinaryPrimitives.ReadUInt32BigEndian(items))?.HandleKeyframeRequest(now, sink);
        }
    }

    private Slot? FindSlot(Session session, uint ssrc)
    {
        var slot = session.Slots.FindBySsrc(ssrc);
        if (slot is null)
        {
            shared.Counters.UnknownFeedback++;
        }

        return slot;
    }
}
