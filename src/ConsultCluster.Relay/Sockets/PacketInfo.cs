using System.Buffers.Binary;
using ConsultCluster.Media;

namespace ConsultCluster.Relay.Sockets;

/// <summary>
/// Reads and writes the control message with the local address of a datagram: IP_PKTINFO on an IPv4 socket;
/// IPV6_PKTINFO, with IPv4-mapped addresses, on an IPv6 socket.
/// </summary>
internal static unsafe class PacketInfo
{
    /// <summary>The longer of the two; a multiple of 8, as control messages are.</summary>
    public const int MaxLength = 40;

    /// <summary>
    /// The destination address of the datagram; 0 when the kernel did not report it, or when it cannot be a source
    /// address.
    /// </summary>
    public static UInt128 Read(in LibC.MsgHdr header, bool isIPv6Socket)
    {
        if (!isIPv6Socket)
        {
            var control = (LibC.PacketInfoControl*)header.Control;
            return header.ControlLength >= LibC.PacketInfoControl.UsedLength && control->Level == LibC.LevelIp && control->Type == LibC.IpPacketInfo
                ? TransportAddress.FromIPv4(NetworkOrder(control->Local), 0).Address
                : 0;
        }

        var control6 = (LibC.PacketInfo6Control*)header.Control;
        if (header.ControlLength < LibC.PacketInfo6Control.UsedLength || control6->Level != LibC.LevelIPv6 || control6->Type != LibC.IPv6PacketInfo)
        {
            return 0;
        }

        var local = new TransportAddress(BinaryPrimitives.ReadUInt128BigEndian(new ReadOnlySpan<byte>(control6->Local, 16)), 0, 0);
        return IsMulticast(local) ? 0 : local.Address;
    }

    /// <summary>Writes the source address of a datagram; returns the length with padding.</summary>
    public static int Write(UInt128 local, bool isIPv6Socket, byte* destination)
    {
        if (isIPv6Socket)
        {
            var control6 = (LibC.PacketInfo6Control*)destination;
            *control6 = new() { Length = LibC.PacketInfo6Control.UsedLength, Level = LibC.LevelIPv6, Type = LibC.IPv6PacketInfo };
            BinaryPrimitives.WriteUInt128BigEndian(new Span<byte>(control6->Local, 16), local);
            return sizeof(LibC.PacketInfo6Control);
        }

        *(LibC.PacketInfoControl*)destination = new()
        {
            Length = LibC.PacketInfoControl.UsedLength,
            Level = LibC.LevelIp,
            Type = LibC.IpPacketInfo,
            Local = NetworkOrder((uint)(ulong)local),
        };
        return sizeof(LibC.PacketInfoControl);
    }

    // RFC 4291 §2.7. IPv4 from 224.0.0.0 up is multicast, reserved or broadcast.
    private static bool IsMulticast(in TransportAddress address) =>
        address.IsIPv4 ? address.IPv4 >= 0xE000_0000 : (byte)(address.Address >> 120) == 0xFF;

    private static uint NetworkOrder(uint value) => BitConverter.IsLittleEndian ? BinaryPrimitives.ReverseEndianness(value) : value;
}
