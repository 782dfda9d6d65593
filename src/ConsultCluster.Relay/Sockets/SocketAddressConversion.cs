using System.Buffers.Binary;
using ConsultCluster.Media;

namespace ConsultCluster.Relay.Sockets;

/// <summary>Converts between the core's and the kernel's addresses.</summary>
internal static unsafe class SocketAddressConversion
{
    private const int IPv6Length = 16;

    /// <summary>Writes an address for a socket of that family; returns its length.</summary>
    public static uint Write(in TransportAddress address, bool isIPv6Socket, LibC.SocketAddress* destination)
    {
        *destination = default;
        destination->Port = NetworkOrder(address.Port);
        if (!isIPv6Socket)
        {
            destination->Family = LibC.AddressFamilyIPv4;
            destination->IPv4 = BitConverter.IsLittleEndian ? BinaryPrimitives.ReverseEndianness(address.IPv4) : address.IPv4;
            return LibC.SocketAddress.IPv4Length;
        }

        destination->Family = LibC.AddressFamilyIPv6;
        BinaryPrimitives.WriteUInt128BigEndian(new Span<byte>(destination->IPv6, IPv6Length), address.Address);
        destination->ScopeId = address.ScopeId;
        return LibC.SocketAddress.IPv6Length;
    }

    /// <summary>Reads an address that the kernel wrote.</summary>
    public static TransportAddress Read(LibC.SocketAddress* source)
    {
        var port = NetworkOrder(source->Port);
        return source->Family == LibC.AddressFamilyIPv4
            ? TransportAddress.FromIPv4(BitConverter.IsLittleEndian ? BinaryPrimitives.ReverseEndianness(source->IPv4) : source->IPv4, port)
            : new TransportAddress(BinaryPrimitives.ReadUInt128BigEndian(new ReadOnlySpan<byte>(source->IPv6, IPv6Length)), source->ScopeId, port);
    }

    private static ushort NetworkOrder(ushort value) => BitConverter.IsLittleEndian ? BinaryPrimitives.ReverseEndianness(value) : value;
}
