using System.Buffers.Binary;

namespace ConsultCluster.Media.Rtcp;

/// <summary>A reception report block about one stream (RFC 3550 §6.4.1).</summary>
/// <param name="Ssrc">The stream.</param>
/// <param name="FractionLost">Fraction lost since the last report, in 1/256.</param>
/// <param name="CumulativeLost">Packets lost since the start; negative with duplicates.</param>
/// <param name="ExtendedHighest">Cycles in the upper, highest sequence number in the lower 16 bits.</param>
/// <param name="Jitter">In units of the codec's clock.</param>
/// <param name="LastSenderReport">Middle 32 bits of the last sender report's NTP timestamp; 0 before that.</param>
/// <param name="DelaySinceLastSenderReport">In units of 1/65,536 s.</param>
public readonly record struct ReportBlock(
    uint Ssrc,
    byte FractionLost,
    int CumulativeLost,
    uint ExtendedHighest,
    uint Jitter,
    uint LastSenderReport,
    uint DelaySinceLastSenderReport)
{
    /// <summary>Bytes on the wire.</summary>
    public const int Length = 24;

    /// <summary>Reads <see cref="Length"/> bytes.</summary>
    public static ReportBlock Read(ReadOnlySpan<byte> source)
    {
        var loss = BinaryPrimitives.ReadInt32BigEndian(source[4..]);
        return new(
            BinaryPrimitives.ReadUInt32BigEndian(source),
            source[4],
            loss << 8 >> 8,
            BinaryPrimitives.ReadUInt32BigEndian(source[8..]),
            BinaryPrimitives.ReadUInt32BigEndian(source[12..]),
            BinaryPrimitives.ReadUInt32BigEndian(source[16..]),
            BinaryPrimitives.ReadUInt32BigEndian(source[20..]));
    }

    /// <summary>Writes <see cref="Length"/> bytes.</summary>
    public void Write(Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt32BigEndian(destination, Ssrc);
        BinaryPrimitives.WriteUInt32BigEndian(destination[4..], ((uint)FractionLost << 24) | ((uint)CumulativeLost & 0xFF_FFFF));
        BinaryPrimitives.WriteUInt32BigEndian(destination[8..], ExtendedHighest);
        BinaryPrimitives.WriteUInt32BigEndian(destination[12..], Jitter);
        BinaryPrimitives.WriteUInt32BigEndian(destination[16..], LastSenderReport);
        BinaryPrimitives.WriteUInt32BigEndian(destination[20..], DelaySinceLastSenderReport);
    }
}
