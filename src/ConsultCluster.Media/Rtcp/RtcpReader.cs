using System.Buffers.Binary;

namespace ConsultCluster.Media.Rtcp;

/// <summary>Reads the packets of one compound (RFC 3550 §6.1), also reduced-size ones (RFC 5506).</summary>
public ref struct RtcpReader(ReadOnlySpan<byte> compound)
{
    private ReadOnlySpan<byte> _rest = compound;

    /// <summary>True when reading stopped at a malformed packet.</summary>
    public bool IsMalformed { get; private set; }

    /// <summary>False at the end, or at the first malformed packet.</summary>
    public bool TryRead(out RtcpPacket packet)
    {
        packet = default;
        if (_rest.IsEmpty || IsMalformed)
        {
            return false;
        }

        if (_rest.Length < 4 || _rest[0] >> 6 != 2)
        {
            IsMalformed = true;
            return false;
        }

        var length = (BinaryPrimitives.ReadUInt16BigEndian(_rest[2..]) + 1) * 4;
        if (length > _rest.Length)
        {
            IsMalformed = true;
            return false;
        }

        var body = _rest[4..length];
        if ((_rest[0] & 0x20) != 0)
        {
            if (body.IsEmpty || body[^1] == 0 || body[^1] > body.Length)
            {
                IsMalformed = true;
                return false;
            }

            body = body[..^body[^1]];
        }

        packet = new((RtcpType)_rest[1], (byte)(_rest[0] & 0x1F), body);
        _rest = _rest[length..];
        return true;
    }
}
