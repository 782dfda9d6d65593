using System.Buffers.Binary;
using System.Net;

namespace ConsultCluster.Media;

/// <summary>
/// An IP address and UDP port as a value: comparable and hashable without allocation. IPv4 is stored IPv4-mapped (RFC
/// 4291 §2.5.5.2).
/// </summary>
/// <param name="Address">The IPv6 or IPv4-mapped address as a 128-bit number in network order.</param>
/// <param name="ScopeId">Interface index of a link-local address, else 0.</param>
/// <param name="Port">UDP port.</param>
public readonly record struct TransportAddress(UInt128 Address, uint ScopeId, ushort Port)
{
    private const ulong MappedPrefix = 0x0000_FFFF_0000_0000;

    /// <summary>
    /// Number, assigned by the host, of the local address that received the datagram; replies are sent from it. 0 lets
    /// the host choose. Part of the value: the same peer at two local addresses is two paths (candidate pairs, RFC 8445
    /// §5.1).
    /// </summary>
    public ushort Local { get; init; }

    /// <summary>True for an IPv4 address.</summary>
    public bool IsIPv4 => (ulong)(Address >> 64) == 0 && ((ulong)Address & 0xFFFF_FFFF_0000_0000) == MappedPrefix;

    /// <summary>The IPv4 address as a 32-bit number in network order; only valid when <see cref="IsIPv4"/>.</summary>
    public uint IPv4 => (uint)(ulong)Address;

    /// <summary>From an IPv4 address in network order.</summary>
    public static TransportAddress FromIPv4(uint address, ushort port) => new(new UInt128(0, MappedPrefix | address), 0, port);

    /// <summary>Converts from the framework's type; allocates nothing.</summary>
    public static TransportAddress From(IPEndPoint endPoint)
    {
        Span<byte> bytes = stackalloc byte[16];
        endPoint.Address.TryWriteBytes(bytes, out var written);
        return written == 4
            ? FromIPv4(BinaryPrimitives.ReadUInt32BigEndian(bytes), (ushort)endPoint.Port)
            : new(
                BinaryPrimitives.ReadUInt128BigEndian(bytes),
                endPoint.Address.IsIPv6LinkLocal ? (uint)endPoint.Address.ScopeId : 0,
                (ushort)endPoint.Port);
    }

    /// <summary>Converts to the framework's type; allocates.</summary>
    public IPEndPoint ToEndPoint()
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, Address);
        return new(IsIPv4 ? new IPAddress(bytes[12..]) : new IPAddress(bytes, ScopeId), Port);
    }

    /// <inheritdoc/>
    public override string ToString() => ToEndPoint().ToString();
}
