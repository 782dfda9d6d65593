using System.Globalization;
using ConsultCluster.Media.Rtcp;
using ConsultCluster.Media.Sdp;

namespace ConsultCluster.Media.Forwarding;

/// <summary>Writes a terminal's RTCP each second: receiver and sender reports, and its bitrate limit.</summary>
internal sealed class ReportSender(RelayShared shared)
{
    /// <summary>Fits every path with SRTCP and IPv6 headers.</summary>
    private const int MaxCompound = 1100;

    /// <summary>SDES with a CNAME of 8 characters, and one REMB.</summary>
    private const int TrailerLength = 24 + 20;

    public void Send(Session session, MonoTime now, IDatagramSink sink)
    {
        Span<byte> buffer = stackalloc byte[MaxCompound];
        var ntp = NtpTime.From(now);
        var writer = new RtcpWriter(buffer);
        WriteReceiverReport(session, ref writer, now);
        foreach (var slot in session.Slots.All)
        {
            if (writer.Room < RtcpWriter.SenderReportLength + TrailerLength)
            {
                WriteName(session, ref writer);
                session.Transport.SendRtcp(buffer[..writer.Length], sink);
                writer = new(buffer);
                writer.WriteReceiverReport(session.Ssrc, []);
            }

            slot.WriteSenderReport(ref writer, now, ntp);
        }

        WriteName(session, ref writer);
        WriteBitrate(session, ref writer);
        session.Transport.SendRtcp(buffer[..writer.Length], sink);
    }

    /// <summary>RFC 3550 §6.5.1: constant for the stay; reveals nothing about the terminal.</summary>
    private static void WriteName(Session session, ref RtcpWriter writer)
    {
        Span<byte> name = stackalloc byte[8];
        session.Ssrc.TryFormat(name, out _, "x8", CultureInfo.InvariantCulture);
        writer.WriteSourceDescription(session.Ssrc, name);
    }

    private static void WriteReceiverReport(Session session, ref RtcpWriter writer, MonoTime now)
    {
        Span<ReportBlock> blocks = stackalloc ReportBlock[RtcpWriter.MaxReportBlocks];
        var count = 0;
        foreach (var track in session.Tracks.All)
        {
            if (track.Ssrc is not null && track.Reception.Received > 0 && count < blocks.Length)
            {
                blocks[count++] = track.TakeReport(now);
            }
        }

        writer.WriteReceiverReport(session.Ssrc, blocks[..count]);
    }

    private void WriteBitrate(Session session, ref RtcpWriter writer)
    {
        Span<uint> ssrcs = stackalloc uint[RtcpWriter.MaxReportBlocks];
        var count = 0;
        foreach (var track in session.Tracks.All)
        {
            if (track is { Kind: MediaKind.Video, Ssrc: { } ssrc } && track.Codec.Remb && count < ssrcs.Length && writer.Room >= 24 + (count * 4))
            {
                ssrcs[count++] = ssrc;
            }
        }

        if (count > 0)
        {
            writer.WriteRemb(session.Ssrc, shared.Options.MaxVideoBitrate, ssrcs[..count]);
        }
    }
}
