using System.Buffers.Binary;

namespace ConsultCluster.Media.Stun;

/// <summary>The value of XOR-MAPPED-ADDRESS (RFC 8489 §14.2).</summary>
internal static class StunAddress
{
    private const byte IPv4Family = 1;
    private const byte IPv6Family = 2;

    /// <summary>Bytes of the value for this address.</summary>
    public static int Size(in TransportAddress address) => address.IsIPv4 ? 8 : 20;

    /// <summary>Writes the value to at least <see cref="Size"/> bytes.</summary>
    public static void Write(Span<byte> destination, in TransportAddress address, ReadOnlySpan<byte> transactionId)
    {
        destination[0] = 0;
        destination[1] = address.IsIPv4 ? IPv4Family : IPv6Family;
        BinaryPrimitives.WriteUInt16BigEndian(destination[2..], (ushort)(address.Port ^ (StunHeader.MagicCookie >> 16)));
        if (address.IsIPv4)
        {
            BinaryPrimitives.WriteUInt32BigEndian(destination[4..], address.IPv4 ^ StunHeader.MagicCookie);
        }
        else
        {
            BinaryPrimitives.WriteUInt128BigEndian(destination[4..], address.Address ^ Mask(transactionId));
        }
    }

    /// <summary>Reads a value; false when family or length is wrong.</summary>
    public static bool TryRead(ReadOnlySpan<byte> value, ReadOnlySpan<byte> transactionId, out TransportAddress address)
    {
        address = default;
        if (value.Length < 4)
        {
            return false;
        }

        var port = (ushort)(BinaryPrimitives.ReadUInt16BigEndian(value[2..]) ^ (StunHeader.MagicCookie >> 16));
        switch (value[1])
        {
            case IPv4Family when value.Length == 8:
                address = TransportAddress.FromIPv4(BinaryPrimitives.ReadUInt32BigEndian(value[4..]) ^ StunHeader.MagicCookie, port);
                return true;
            case IPv6Family when value.Length == 20:
                address = new(BinaryPrimitives.ReadUInt128BigEndian(value[4..]) ^ Mask(transactionId), 0, port);
                return true;
            default:
                return false;
        }
    }

    private static UInt128 Mask(ReadOnlySpan<byte> transactionId)
    {
        Span<byte> mask = stackalloc byte[16];
        BinaryPrimitives.WriteUInt32BigEndian(mask, StunHeader.MagicCookie);
        transactionId.CopyTo(mask[4..]);
        return BinaryPrimitives.ReadUInt128BigEndian(mask);
    }
}
