using System.Buffers.Binary;
using System.Text;

namespace ConsultCluster.Media.Cascade;

/// <summary>Reads one control message; what is read behind its end is 0 and empty, and <see cref="IsWhole"/> is false.</summary>
internal ref struct ControlReader(ReadOnlySpan<byte> message)
{
    private ReadOnlySpan<byte> _rest = message;

    /// <summary>Everything read so far was there.</summary>
    public bool IsWhole { get; private set; } = true;

    public byte Byte() => Take(1) is [var value, ..] ? value : (byte)0;

    public uint UInt32() => Take(4) is { Length: 4 } bytes ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : 0;

    public ulong UInt64() => Take(8) is { Length: 8 } bytes ? BinaryPrimitives.ReadUInt64BigEndian(bytes) : 0;

    public string Text() => Encoding.UTF8.GetString(Take(Byte()));

    private ReadOnlySpan<byte> Take(int count)
    {
        if (_rest.Length < count)
        {
            IsWhole = false;
            _rest = default;
            return default;
        }

        var taken = _rest[..count];
        _rest = _rest[count..];
        return taken;
    }
}
