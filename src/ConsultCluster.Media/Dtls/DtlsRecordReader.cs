using System.Buffers.Binary;

namespace ConsultCluster.Media.Dtls;

/// <summary>Splits a datagram into DTLS records by their 13-byte headers (RFC 6347 §4.1).</summary>
public ref struct DtlsRecordReader(ReadOnlySpan<byte> datagram)
{
    /// <summary>Type, version, epoch, sequence number, length.</summary>
    public const int HeaderLength = 13;

    /// <summary>2^14 bytes of plain text and 2,048 of expansion (RFC 5246 §6.2.3).</summary>
    private const int MaxFragmentLength = (1 << 14) + 2048;

    private const byte FirstContentType = 20;
    private const byte LastContentType = 23;

    /// <summary>DTLS versions are the ones' complement: 1.0 is FE FF, 1.2 is FE FD.</summary>
    private const byte MajorVersion = 0xFE;

    private readonly ReadOnlySpan<byte> _datagram = datagram;
    private int _offset;

    /// <summary>True when the datagram is a whole number of well-formed records, and at least one.</summary>
    public static bool IsWellFormed(ReadOnlySpan<byte> datagram)
    {
        var reader = new DtlsRecordReader(datagram);
        while (reader.TryRead(out _))
        {
        }

        return reader._offset > 0 && reader._offset == datagram.Length;
    }

    /// <summary>Reads the next record; false at the end or at a malformed record.</summary>
    public bool TryRead(out DtlsRecord record)
    {
        record = default;
        var rest = _datagram[_offset..];
        if (rest.Length < HeaderLength || rest[0] is < FirstContentType or > LastContentType || rest[1] != MajorVersion)
        {
            return false;
        }

        var fragmentLength = BinaryPrimitives.ReadUInt16BigEndian(rest[11..]);
        if (fragmentLength > MaxFragmentLength || rest.Length < HeaderLength + fragmentLength)
        {
            return false;
        }

        var epochAndSequence = BinaryPrimitives.ReadInt64BigEndian(rest[3..]);
        record = new DtlsRecord(
            rest[0],
            (ushort)(epochAndSequence >>> 48),
            epochAndSequence & 0xFFFF_FFFF_FFFF,
            _offset,
            HeaderLength + fragmentLength);
        _offset += record.Length;
        return true;
    }
}
