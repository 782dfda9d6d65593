using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace ConsultCluster.Relay.Sockets;

/// <summary>A bound UDP socket: dual-stack IPv6, or IPv4 where IPv6 is not available.</summary>
internal sealed class UdpSocket : IDisposable
{
    private readonly Socket _socket;

    private UdpSocket(Socket socket)
    {
        _socket = socket;
        Descriptor = (int)socket.Handle;
        IsIPv6 = socket.AddressFamily == AddressFamily.InterNetworkV6;
        LocalEndPoint = (IPEndPoint)socket.LocalEndPoint!;
        Locals = IsWildcard(LocalEndPoint.Address) ? new() : null;
    }

    public int Descriptor { get; }

    public bool IsIPv6 { get; }

    /// <summary>As bound; the address may be the unspecified one.</summary>
    public IPEndPoint LocalEndPoint { get; }

    /// <summary>The local addresses at which datagrams arrive; null when the socket is bound to one address.</summary>
    public LocalAddresses? Locals { get; }

    /// <summary>
    /// Bytes of receive buffer that the kernel granted. It includes its own overhead, so twice the requested size is
    /// normal.
    /// </summary>
    public int ReceiveBufferBytes => _socket.ReceiveBufferSize;

    /// <summary>Bytes of send buffer that the kernel granted.</summary>
    public int SendBufferBytes => _socket.SendBufferSize;

    /// <exception cref="RelayStartException">The address or port cannot be bound.</exception>
    public static UdpSocket Open(RelayOptions options)
    {
        try
        {
            if (options.BindAddress is { } address)
            {
                return Bind(new IPEndPoint(address, options.Port), options, dualMode: address.Equals(IPAddress.IPv6Any));
            }

            return Socket.OSSupportsIPv6
                ? Bind(new IPEndPoint(IPAddress.IPv6Any, options.Port), options, dualMode: true)
                : Bind(new IPEndPoint(IPAddress.Any, options.Port), options, dualMode: false);
        }
        catch (SocketException exception)
        {
            throw new RelayStartException(
                exception.SocketErrorCode == SocketError.AddressAlreadyInUse
                    ? $"UDP port {options.Port} is in use. Stop what uses it, or choose another relay port."
                    : $"UDP port {options.Port} on {options.BindAddress?.ToString() ?? "any address"} cannot be bound: {exception.Message}",
                exception)
            {
                PortInUse = exception.SocketErrorCode == SocketError.AddressAlreadyInUse ? options.Port : null,
            };
        }
    }

    /// <summary>Sets an option that the framework does not name.</summary>
    public void SetOption(int level, int option, int value) =>
        _socket.SetRawSocketOption(level, option, MemoryMarshal.AsBytes(new ReadOnlySpan<int>(in value)));

    /// <summary>
    /// Waits until the socket is readable (or writable, with <paramref name="toSend"/>), the wake event is set, or the
    /// timeout expires.
    /// </summary>
    /// <param name="timeout">Zero or less does not wait.</param>
    public unsafe void Wait(WakeEvent? wake, bool toSend, TimeSpan timeout, out bool woken)
    {
        var descriptors = stackalloc LibC.PollFd[2];
        descriptors[0] = new() { Descriptor = Descriptor, Events = toSend ? LibC.PollOut : LibC.PollIn };
        descriptors[1] = new() { Descriptor = wake?.Descriptor ?? -1, Events = LibC.PollIn };
        var ticks = Math.Max(timeout.Ticks, 0);
        var time = new LibC.TimeSpec
        {
            Seconds = ticks / TimeSpan.TicksPerSecond,
            Nanoseconds = ticks % TimeSpan.TicksPerSecond * TimeSpan.NanosecondsPerTick,
        };
        LibC.ppoll(descriptors, 2, &time, null);
        woken = descriptors[1].Returned != 0;
    }

    public void Dispose() => _socket.Dispose();

    private static UdpSocket Bind(IPEndPoint endPoint, RelayOptions options, bool dualMode)
    {
        var socket = new Socket(endPoint.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        try
        {
            if (dualMode)
            {
                socket.DualMode = true;
            }

            SetBuffer(socket, LibC.OptionReceiveBufferForce, SocketOptionName.ReceiveBuffer, options.ReceiveBufferBytes);
            SetBuffer(socket, LibC.OptionSendBufferForce, SocketOptionName.SendBuffer, options.SendBufferBytes);
            if (IsWildcard(endPoint.Address))
            {
                ReceivePacketInfo(socket);
            }

            socket.Bind(endPoint);
            return new UdpSocket(socket);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static bool IsWildcard(IPAddress address) => address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any);

    /// <summary>
    /// Terminals accept replies only from the address they sent to; the kernel would choose by route.
    /// </summary>
    private static void ReceivePacketInfo(Socket socket)
    {
        var (level, option) = socket.AddressFamily == AddressFamily.InterNetworkV6
            ? (LibC.LevelIPv6, LibC.IPv6ReceivePacketInfo)
            : (LibC.LevelIp, LibC.IpPacketInfo);
        var on = 1;
        socket.SetRawSocketOption(level, option, MemoryMarshal.AsBytes(new ReadOnlySpan<int>(in on)));
    }

    /// <summary>
    /// The forced option may exceed net.core.rmem_max when the process is privileged; otherwise the kernel applies its
    /// limit.
    /// </summary>
    private static void SetBuffer(Socket socket, int forceOption, SocketOptionName option, int bytes)
    {
        try
        {
            socket.SetRawSocketOption(LibC.LevelSocket, forceOption, MemoryMarshal.AsBytes(new ReadOnlySpan<int>(in bytes)));
        }
        catch (SocketException)
        {
            socket.SetSocketOption(SocketOptionLevel.Socket, option, bytes);
        }
    }
}
