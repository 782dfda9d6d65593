using System.Net;
using System.Net.Sockets;

namespace ConsultCluster.Benchmarks.Peers;

/// <summary>UDP ports of 127.0.0.1 for programs that must be told theirs.</summary>
internal static class LoopbackPort
{
    /// <summary>One that was free a moment ago.</summary>
    public static IPEndPoint FindFree()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return (IPEndPoint)socket.LocalEndPoint!;
    }
}
