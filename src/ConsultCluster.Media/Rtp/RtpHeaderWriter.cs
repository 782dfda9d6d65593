using System.Buffers.Binary;

namespace ConsultCluster.Media.Rtp;

/// <summary>Writes one RTP header with extension elements into the caller's buffer (RFC 3550 §5.1, RFC 8285).</summary>
public ref struct RtpHeaderWriter
{
    private readonly Span<byte> _destination;
    private readonly bool _twoByte;
    private int _length;

    /// <summary>Writes the fixed header; elements may follow.</summary>
    /// <param name="destination">
    /// Room for the fixed header plus the elements and 4 bytes, rounded up to a multiple of 4.
    /// </param>
    /// <param name="isPadded">The payload ends with padding whose last byte counts it.</param>
    /// <param name="twoByte">Needed when an id is above 14 or a value is empty or longer than <see cref="RtpExtensions.MaxOneByteLength"/>.</param>
    public RtpHeaderWriter(Span<byte> destination, bool marker, byte payloadType, ushort sequence, uint timestamp, uint ssrc, bool twoByte = false, bool isPadded = false)
    {
        _destination = destination;
        _twoByte = twoByte;
        _length = RtpHeader.FixedLength;
        destination[0] = (byte)(isPadded ? 0xA0 : 0x80);
        destination[1] = (byte)((marker ? 0x80 : 0) | payloadType);
        BinaryPrimitives.WriteUInt16BigEndian(destination[2..], sequence);
        BinaryPrimitives.WriteUInt32BigEndian(destination[4..], timestamp);
        BinaryPrimitives.WriteUInt32BigEndian(destination[8..], ssrc);
    }

    /// <summary>Appends an element; id 0 (not negotiated) writes nothing.</summary>
    public void AddExtension(byte id, scoped ReadOnlySpan<byte> value)
    {
        if (id == 0)
        {
            return;
        }

        if (_length == RtpHeader.FixedLength)
        {
            _length += 4;
        }

        if (_twoByte)
        {
            _destination[_length++] = id;
            _destination[_length++] = (byte)value.Length;
        }
        else
        {
            _destination[_length++] = (byte)((id << 4) | (value.Length - 1));
        }

        value.CopyTo(_destination[_length..]);
        _length += value.Length;
    }

    /// <summary>Pads and closes the extension; returns the header's length in bytes.</summary>
    public int Finish()
    {
        if (_length == RtpHeader.FixedLength)
        {
            return _length;
        }

        while ((_length & 3) != 0)
        {
            _destination[_length++] = 0;
        }

        _destination[0] |= 0x10;
        BinaryPrimitives.WriteUInt16BigEndian(_destination[12..], _twoByte ? RtpExtensions.TwoByteProfile : RtpExtensions.OneByteProfile);
        BinaryPrimitives.WriteUInt16BigEndian(_destination[14..], (ushort)((_length - RtpHeader.FixedLength - 4) / 4));
        return _length;
    }
}
