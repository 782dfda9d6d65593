using System.Buffers.Binary;
using System.Numerics;

namespace ConsultCluster.Media.Rtcp;

/// <summary>Reads the sequence numbers of a generic NACK (RFC 4585 §6.2.1) without allocating.</summary>
public ref struct NackItems(ReadOnlySpan<byte> feedback)
{
    private ReadOnlySpan<byte> _rest = feedback;
    private ushort _first;
    private int _following;

    /// <summary>False at the end; incomplete items are skipped.</summary>
    public bool TryRead(out ushort sequence)
    {
        if (_following != 0)
        {
            var bit = BitOperations.TrailingZeroCount(_following);
            _following &= _following - 1;
            sequence = (ushort)(_first + bit + 1);
            return true;
        }

        if (_rest.Length < 4)
        {
            sequence = 0;
            return false;
        }

        _first = BinaryPrimitives.ReadUInt16BigEndian(_rest);
        _following = BinaryPrimitives.ReadUInt16BigEndian(_rest[2..]);
        _rest = _rest[4..];
        sequence = _first;
        return true;
    }
}
