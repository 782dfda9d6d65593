using System.Buffers.Binary;

namespace ConsultCluster.Media.Stun;

/// <summary>Reads the attributes of a message (RFC 8489 §14): type, length, value padded to four bytes.</summary>
internal ref struct StunAttributeReader(ReadOnlySpan<byte> message)
{
    private readonly ReadOnlySpan<byte> _message = message;
    private int _next = StunHeader.Size;

    /// <summary>Type of the last attribute read.</summary>
    public StunAttribute Type { get; private set; }

    /// <summary>Its value without padding.</summary>
    public ReadOnlySpan<byte> Value { get; private set; }

    /// <summary>Where it starts in the message.</summary>
    public int Offset { get; private set; }

    /// <summary>True when everything was read.</summary>
    public readonly bool IsAtEnd => _next == _message.Length;

    /// <summary>Reads the next attribute; false at the end or when it does not fit (<see cref="IsAtEnd"/> tells which).</summary>
    public bool TryRead()
    {
        if (_message.Length - _next < 4)
        {
            return false;
        }

        var length = BinaryPrimitives.ReadUInt16BigEndian(_message[(_next + 2)..]);
        var padded = (length + 3) & ~3;
        if (_message.Length - _next - 4 < padded)
        {
            return false;
        }

        Offset = _next;
        Type = (StunAttribute)BinaryPrimitives.ReadUInt16BigEndian(_message[_next..]);
        Value = _message.Slice(_next + 4, length);
        _next += 4 + padded;
        return true;
    }
}
