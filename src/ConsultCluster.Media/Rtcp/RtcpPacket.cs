using System.Buffers.Binary;

namespace ConsultCluster.Media.Rtcp;

/// <summary>One packet of a compound (RFC 3550 §6.1).</summary>
public readonly ref struct RtcpPacket
{
    /// <summary>Generic NACK (RFC 4585 §6.2.1).</summary>
    public const byte NackFormat = 1;

    /// <summary>Picture loss indication (RFC 4585 §6.3.1).</summary>
    public const byte PliFormat = 1;

    /// <summary>Full intra request (RFC 5104 §4.3.1).</summary>
    public const byte FirFormat = 4;

    /// <summary>Application layer feedback (RFC 4585 §6.4), which carries REMB.</summary>
    public const byte ApplicationFormat = 15;

    internal RtcpPacket(RtcpType type, byte count, ReadOnlySpan<byte> body)
    {
        Type = type;
        Count = count;
        Body = body;
    }

    /// <summary>Packet type.</summary>
    public RtcpType Type { get; }

    /// <summary>Number of report blocks, or the feedback format.</summary>
    public byte Count { get; }

    /// <summary>Everything after the 4-byte header, without padding.</summary>
    public ReadOnlySpan<byte> Body { get; }

    /// <summary>SSRC of the sender; 0 when the body is too short.</summary>
    public uint SenderSsrc => Body.Length < 4 ? 0 : BinaryPrimitives.ReadUInt32BigEndian(Body);

    /// <summary>SSRC of the stream that feedback is about; 0 when the body is too short.</summary>
    public uint MediaSsrc => Body.Length < 8 ? 0 : BinaryPrimitives.ReadUInt32BigEndian(Body[4..]);

    /// <summary>Report blocks of a sender or receiver report, as many as the body holds.</summary>
    public ReadOnlySpan<byte> ReportBlocks
    {
        get
        {
            var start = Type == RtcpType.SenderReport ? 24 : 4;
            if (Body.Length < start)
            {
                return default;
            }

            var blocks = Body[start..];
            return blocks[..(Math.Min(Count, blocks.Length / ReportBlock.Length) * ReportBlock.Length)];
        }
    }

    /// <summary>Feedback control information after both SSRCs (RFC 4585 §6.1).</summary>
    public ReadOnlySpan<byte> Feedback => Body.Length < 8 ? default : Body[8..];

    /// <summary>Reads NTP and RTP timestamps of a sender report; false when it is truncated.</summary>
    public bool TryReadSenderInfo(out ulong ntp, out uint rtp)
    {
        ntp = 0;
        rtp = 0;
        if (Type != RtcpType.SenderReport || Body.Length < 24)
        {
            return false;
        }

        ntp = BinaryPrimitives.ReadUInt64BigEndian(Body[4..]);
        rtp = BinaryPrimitives.ReadUInt32BigEndian(Body[12..]);
        return true;
    }
}
