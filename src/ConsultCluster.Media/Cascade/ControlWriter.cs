using System.Buffers.Binary;
using System.Text;

namespace ConsultCluster.Media.Cascade;

/// <summary>Writes one control message into the caller's buffer, which must be large enough.</summary>
internal ref struct ControlWriter(Span<byte> destination)
{
    private readonly Span<byte> _destination = destination;

    public int Length { get; private set; }

    public void Byte(byte value) => _destination[Length++] = value;

    public void UInt32(uint value)
    {
        BinaryPrimitives.WriteUInt32BigEndian(_destination[Length..], value);
        Length += 4;
    }

    public void UInt64(ulong value)
    {
        BinaryPrimitives.WriteUInt64BigEndian(_destination[Length..], value);
        Length += 8;
    }

    /// <summary>At most 255 bytes of UTF-8; a longer text is left empty.</summary>
    public void Text(string value)
    {
        var count = Encoding.UTF8.GetByteCount(value);
        if (count > byte.MaxValue)
        {
            Byte(0);
            return;
        }

        Byte((byte)count);
        Encoding.UTF8.GetBytes(value, _destination[Length..]);
        Length += count;
    }
}
