using System.Buffers.Binary;
using ConsultCluster.Media;
using ConsultCluster.Media.Rtcp;

namespace ConsultCluster.Testing.Media;

/// <summary>A terminal's RTCP in both directions.</summary>
internal static class PeerReports
{
    private const uint SenderSsrc = 1;

    public static void Send(MediaPeer peer, MonoTime now, IDatagramSink sink)
    {
        Span<byte> buffer = stackalloc byte[1400];
        var writer = new RtcpWriter(buffer);
        Span<ReportBlock> blocks = stackalloc ReportBlock[RtcpWriter.MaxReportBlocks];
        var count = 0;
        foreach (var slot in peer.Slots.Values)
        {
            if (slot.Received > 0 && count < blocks.Length)
            {
                blocks[count++] = slot.TakeReport(now);
            }
        }

        writer.WriteReceiverReport(SenderSsrc, blocks[..count]);
        foreach (var track in peer.Tracks)
        {
            if (track.Packets > 0)
            {
                track.WriteReport(ref writer, NtpTime.From(now), now);
            }
        }

        writer.WriteSourceDescription(SenderSsrc, "peer"u8);
        peer.SendRtcp(buffer[..writer.Length], sink);
    }

    public static void SendNacks(MediaPeer peer, MonoTime now, IDatagramSink sink)
    {
        Span<long> nacks = stackalloc long[64];
        Span<byte> buffer = stackalloc byte[400];
        foreach (var slot in peer.VideoSlots)
        {
            if (slot.Nacks.NextTimeout is { } due && due <= now)
            {
                var count = slot.Nacks.HandleTimeout(now, nacks);
                if (count > 0)
                {
                    var writer = new RtcpWriter(buffer);
                    writer.WriteNack(SenderSsrc, slot.Ssrc, nacks[..count]);
                    peer.SendRtcp(buffer[..writer.Length], sink);
                }
            }
        }
    }

    public static bool TryReadBitrate(in RtcpPacket packet, out ulong bitrate)
    {
        bitrate = 0;
        return packet is { Type: RtcpType.PayloadFeedback, Count: RtcpPacket.ApplicationFormat } && Remb.TryRead(packet.Feedback, out bitrate);
    }

    public static void Handle(MediaPeer peer, in RtcpPacket packet, MonoTime now, IDatagramSink sink)
    {
        switch (packet.Type)
        {
            case RtcpType.SenderReport when packet.TryReadSenderInfo(out var ntp, out var timestamp):
                var sender = packet.SenderSsrc;
                foreach (var slot in peer.Slots.Values.Where(slot => slot.Ssrc == sender))
                {
                    slot.SenderReport = (ntp, timestamp, now);
                }

                break;
            case RtcpType.ReceiverReport:
                for (var blocks = packet.ReportBlocks; blocks.Length >= ReportBlock.Length; blocks = blocks[ReportBlock.Length..])
                {
                    var block = ReportBlock.Read(blocks);
                    if (Find(peer, block.Ssrc) is { } track)
                    {
                        track.Report = block;
                    }
                }

                break;
            case RtcpType.TransportFeedback when packet.Count == RtcpPacket.NackFormat:
                Find(peer, packet.MediaSsrc)?.HandleNack(packet.Feedback, sink);
                break;
            case RtcpType.PayloadFeedback when packet.Count == RtcpPacket.PliFormat:
                Find(peer, packet.MediaSsrc)?.HandleKeyframeRequest();
                break;
            case RtcpType.PayloadFeedback when packet.Count == RtcpPacket.FirFormat && packet.Feedback.Length >= 8:
                Find(peer, BinaryPrimitives.ReadUInt32BigEndian(packet.Feedback))?.HandleFullIntraRequest(packet.Feedback[4]);
                break;
        }
    }

    private static PeerTrack? Find(MediaPeer peer, uint ssrc) => peer.Tracks.Find(track => track.Ssrc == ssrc);
}
