using System.Buffers.Binary;

namespace ConsultCluster.Testing.Media;

/// <summary>Synthetic media that says who made it, so that a receiver can tell what it got.</summary>
/// <param name="PublisherSsrc">SSRC at the publisher.</param>
/// <param name="Frame">Counts up by one.</param>
/// <param name="Index">Of this packet in its frame.</param>
/// <param name="Count">Packets of the frame.</param>
public readonly record struct PeerPayload(uint PublisherSsrc, uint Frame, ushort Index, ushort Count, bool IsKeyframe)
{
    /// <summary>Smallest payload in bytes.</summary>
    public const int MinLength = Vp8Descriptor + 1 + 12;

    private const int Vp8Descriptor = 4;

    /// <summary>Writes a VP8 payload (RFC 7741 §4.2): descriptor with a 15-bit picture id, then a frame header byte, then our data.</summary>
    public void WriteVp8(Span<byte> destination)
    {
        destination.Clear();
        destination[0] = (byte)(0x80 | (Index == 0 ? 0x10 : 0));
        destination[1] = 0x80;
        BinaryPrimitives.WriteUInt16BigEndian(destination[2..], (ushort)(0x8000 | (Frame & 0x7FFF)));
        destination[4] = (byte)(IsKeyframe ? 0 : 1);
        WriteData(destination[(Vp8Descriptor + 1)..]);
    }

    /// <summary>Writes an Opus payload: a table-of-contents byte (RFC 6716 §3.1), then our data.</summary>
    public void WriteOpus(Span<byte> destination)
    {
        destination.Clear();
        destination[0] = 0x78;
        WriteData(destination[1..]);
    }

    /// <summary>Reads what <see cref="WriteVp8"/> or <see cref="WriteOpus"/> wrote.</summary>
    public static bool TryRead(ReadOnlySpan<byte> payload, bool isVideo, out PeerPayload read)
    {
        read = default;
        var start = isVideo ? Vp8Descriptor + 1 : 1;
        if (payload.Length < start + 12)
        {
            return false;
        }

        var data = payload[start..];
        read = new(
            BinaryPrimitives.ReadUInt32BigEndian(data),
            BinaryPrimitives.ReadUInt32BigEndian(data[4..]),
            BinaryPrimitives.ReadUInt16BigEndian(data[8..]),
            BinaryPrimitives.ReadUInt16BigEndian(data[10..]),
            !isVideo || payload[4] == 0);
        return true;
    }

    private void WriteData(Span<byte> data)
    {
        BinaryPrimitives.WriteUInt32BigEndian(data, PublisherSsrc);
        BinaryPrimitives.WriteUInt32BigEndian(data[4..], Frame);
        BinaryPrimitives.WriteUInt16BigEndian(data[8..], Index);
        BinaryPrimitives.WriteUInt16BigEndian(data[10..], Count);
    }
}
