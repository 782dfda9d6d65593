using System.Net;
using System.Net.Sockets;

namespace ConsultCluster.Benchmarks.Peers;

/// <summary>Ports of 127.0.0.1 for programs that must be told theirs.</summary>
internal static class LoopbackPort
{
    /// <summary>One that was free a moment ago.</summary>
    public static IPEndPoint FindFree(ProtocolType protocol)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, protocol == ProtocolType.Udp ? SocketType.Dgram : SocketType.Stream, protocol);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return (IPEndPoint)socket.LocalEndPoint!;
    }
}
