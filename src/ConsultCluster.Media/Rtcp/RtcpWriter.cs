using System.Buffers.Binary;

namespace ConsultCluster.Media.Rtcp;

/// <summary>
/// Appends RTCP packets to the caller's buffer, one compound per writer. The caller provides enough room: see the
/// length constants.
/// </summary>
public ref struct RtcpWriter(Span<byte> destination)
{
    /// <summary>Bytes of a sender report without report blocks.</summary>
    public const int SenderReportLength = 28;

    /// <summary>Bytes of a receiver report without report blocks.</summary>
    public const int ReceiverReportLength = 8;

    /// <summary>Bytes of a picture loss indication.</summary>
    public const int PliLength = 12;

    /// <summary>Bytes of a full intra request for one stream.</summary>
    public const int FirLength = 20;

    /// <summary>Report blocks that fit one report: the count has five bits.</summary>
    public const int MaxReportBlocks = 31;

    private readonly Span<byte> _destination = destination;

    /// <summary>Bytes written.</summary>
    public int Length { get; private set; }

    /// <summary>Bytes left.</summary>
    public readonly int Room => _destination.Length - Length;

    /// <summary>RFC 3550 §6.4.1, without report blocks.</summary>
    public void WriteSenderReport(uint ssrc, ulong ntp, uint rtp, uint packets, uint octets)
    {
        var packet = Begin(RtcpType.SenderReport, 0, SenderReportLength);
        BinaryPrimitives.WriteUInt32BigEndian(packet[4..], ssrc);
        BinaryPrimitives.WriteUInt64BigEndian(packet[8..], ntp);
        BinaryPrimitives.WriteUInt32BigEndian(packet[16..], rtp);
        BinaryPrimitives.WriteUInt32BigEndian(packet[20..], packets);
        BinaryPrimitives.WriteUInt32BigEndian(packet[24..], octets);
    }

    /// <summary>RFC 3550 §6.4.2, with at most <see cref="MaxReportBlocks"/>.</summary>
    public void WriteReceiverReport(uint ssrc, scoped ReadOnlySpan<ReportBlock> blocks)
    {
        var packet = Begin(RtcpType.ReceiverReport, (byte)blocks.Length, ReceiverReportLength + (blocks.Length * ReportBlock.Length));
        BinaryPrimitives.WriteUInt32BigEndian(packet[4..], ssrc);
        for (var i = 0; i < blocks.Length; i++)
        {
            blocks[i].Write(packet[(ReceiverReportLength + (i * ReportBlock.Length))..]);
        }
    }

    /// <summary>One chunk with one CNAME of at most 255 bytes (RFC 3550 §6.5.1).</summary>
    public void WriteSourceDescription(uint ssrc, scoped ReadOnlySpan<byte> canonicalName)
    {
        var length = (10 + canonicalName.Length + 1 + 3) & ~3;
        var packet = Begin(RtcpType.SourceDescription, 1, length);
        packet[8..].Clear();
        BinaryPrimitives.WriteUInt32BigEndian(packet[4..], ssrc);
        packet[8] = 1;
        packet[9] = (byte)canonicalName.Length;
        canonicalName.CopyTo(packet[10..]);
    }

    /// <summary>
    /// Generic NACK (RFC 4585 §6.2.1). <paramref name="sequences"/> ascend; those that do not fit are left out.
    /// </summary>
    public void WriteNack(uint senderSsrc, uint mediaSsrc, scoped ReadOnlySpan<long> sequences)
    {
        if (sequences.IsEmpty || Room < 16)
        {
            return;
        }

        var start = Length;
        var rest = _destination[start..];
        var length = 12;
        var i = 0;
        while (i < sequences.Length && rest.Length >= length + 4)
        {
            var first = sequences[i++];
            var following = 0;
            while (i < sequences.Length && sequences[i] - first <= 16)
            {
                following |= 1 << (int)(sequences[i++] - first - 1);
            }

            BinaryPrimitives.WriteUInt16BigEndian(rest[length..], (ushort)first);
            BinaryPrimitives.WriteUInt16BigEndian(rest[(length + 2)..], (ushort)following);
            length += 4;
        }

        WriteFeedbackHeader(RtcpType.TransportFeedback, RtcpPacket.NackFormat, length, senderSsrc, mediaSsrc);
    }

    /// <summary>Picture loss indication (RFC 4585 §6.3.1).</summary>
    public void WritePli(uint senderSsrc, uint mediaSsrc) =>
        WriteFeedbackHeader(RtcpType.PayloadFeedback, RtcpPacket.PliFormat, PliLength, senderSsrc, mediaSsrc);

    /// <summary>Full intra request (RFC 5104 §4.3.1) for one stream.</summary>
    /// <param name="number">Differs from that of the last request: the sender ignores repetitions.</param>
    public void WriteFir(uint senderSsrc, uint mediaSsrc, byte number)
    {
        var packet = WriteFeedbackHeader(RtcpType.PayloadFeedback, RtcpPacket.FirFormat, FirLength, senderSsrc, mediaSsrc: 0);
        BinaryPrimitives.WriteUInt32BigEndian(packet[12..], mediaSsrc);
        BinaryPrimitives.WriteUInt32BigEndian(packet[16..], (uint)number << 24);
    }

    /// <summary>Receiver estimated maximum bitrate (draft-alvestrand-rmcat-remb-03 §2.2), up to 255 streams.</summary>
    /// <param name="bitsPerSecond">At most 2^18 - 1 times a power of two; rounded down.</param>
    public void WriteRemb(uint senderSsrc, ulong bitsPerSecond, scoped ReadOnlySpan<uint> ssrcs)
    {
        var exponent = 0;
        while (bitsPerSecond > 0x3_FFFF)
        {
            bitsPerSecond >>= 1;
            exponent++;
        }

        var packet = WriteFeedbackHeader(
            RtcpType.PayloadFeedback, RtcpPacket.ApplicationFormat, 20 + (ssrcs.Length * 4), senderSsrc, mediaSsrc: 0);
        "REMB"u8.CopyTo(packet[12..]);
        BinaryPrimitives.WriteUInt32BigEndian(packet[16..], ((uint)ssrcs.Length << 24) | ((uint)exponent << 18) | (uint)bitsPerSecond);
        for (var i = 0; i < ssrcs.Length; i++)
        {
            BinaryPrimitives.WriteUInt32BigEndian(packet[(20 + (i * 4))..], ssrcs[i]);
        }
    }

    private Span<byte> WriteFeedbackHeader(RtcpType type, byte format, int length, uint senderSsrc, uint mediaSsrc)
    {
        var packet = Begin(type, format, length);
        BinaryPrimitives.WriteUInt32BigEndian(packet[4..], senderSsrc);
        BinaryPrimitives.WriteUInt32BigEndian(packet[8..], mediaSsrc);
        return packet;
    }

    private Span<byte> Begin(RtcpType type, byte count, int length)
    {
        var packet = _destination.Slice(Length, length);
        packet[0] = (byte)(0x80 | count);
        packet[1] = (byte)type;
        BinaryPrimitives.WriteUInt16BigEndian(packet[2..], (ushort)((length / 4) - 1));
        Length += length;
        return packet;
    }
}
