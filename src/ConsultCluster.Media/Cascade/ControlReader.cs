using System.Buffers.Binary;
using System.Text;

namespace ConsultCluster.Media.Cascade;

/// <summary>
/// Reads one control message. Reading past its end returns 0 or empty values and sets <see cref="IsWhole"/> to false.
/// </summary>
internal ref struct ControlReader(ReadOnlySpan<byte> message)
{
    private ReadOnlySpan<byte> _rest = message;

    /// <summary>True while every read was within the message.</summary>
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
