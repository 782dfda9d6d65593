using System.Buffers.Binary;

namespace ConsultCluster.Benchmarks.Soak.Latency;

/// <summary>A voice packet that says when it was sent.</summary>
/// <param name="Terminal">Number of the sending terminal.</param>
/// <param name="Number">Counts up by one, over all sessions of the terminal.</param>
/// <param name="SentAt">Nanoseconds of <see cref="Load.LoadClock"/>.</param>
internal readonly record struct TimedFrame(int Terminal, uint Number, long SentAt)
{
    /// <summary>Bytes of payload, about those of 32 kbit/s.</summary>
    public const int Length = 80;

    /// <summary>A table-of-contents byte of Opus (RFC 6716 §3.1), then a mark that no other payload here begins with.</summary>
    private const ulong Mark = 0x78_534F_414B_0001;

    /// <summary>Writes all of <see cref="Length"/>.</summary>
    public void Write(Span<byte> payload)
    {
        payload[..Length].Clear();
        BinaryPrimitives.WriteUInt64BigEndian(payload, Mark << 8);
        BinaryPrimitives.WriteInt32BigEndian(payload[8..], Terminal);
        BinaryPrimitives.WriteUInt32BigEndian(payload[12..], Number);
        BinaryPrimitives.WriteInt64BigEndian(payload[16..], SentAt);
    }

    /// <summary>False for another payload.</summary>
    public static bool TryRead(ReadOnlySpan<byte> payload, out TimedFrame frame)
    {
        frame = default;
        if (payload.Length != Length || BinaryPrimitives.ReadUInt64BigEndian(payload) != Mark << 8)
        {
            return false;
        }

        frame = new TimedFrame(
            BinaryPrimitives.ReadInt32BigEndian(payload[8..]),
            BinaryPrimitives.ReadUInt32BigEndian(payload[12..]),
            BinaryPrimitives.ReadInt64BigEndian(payload[16..]));
        return true;
    }
}
