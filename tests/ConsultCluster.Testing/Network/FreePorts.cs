using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace ConsultCluster.Testing.Network;

/// <summary>Ports of 127.0.0.1 for servers that must be told theirs, or must find them free again after a restart.</summary>
public static class FreePorts
{
    /// <summary>
    /// Below the ports that systems give to whoever asks for any (32768 and up on Linux): a connection that another test opens meanwhile cannot
    /// take one of these.
    /// </summary>
    private const int First = 12_000;

    private const int Last = 30_000;

    private static readonly ConcurrentDictionary<int, bool> Given = new();

    /// <summary>A TCP port that nobody listens on, another one each time.</summary>
    public static int Tcp() => Find(1, () => new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp));

    /// <summary>The first of <paramref name="count"/> UDP ports in a row that nobody uses, others each time.</summary>
    public static int Udp(int count) => Find(count, () => new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp));

    private static int Find(int count, Func<Socket> open)
    {
        while (true)
        {
            var first = Random.Shared.Next(First, Last);
            var ports = Enumerable.Range(first, count).ToArray();
            if (ports.All(port => Given.TryAdd(port, true)) && Array.TrueForAll(ports, port => IsFree(port, open)))
            {
                return first;
            }
        }
    }

    private static bool IsFree(int port, Func<Socket> open)
    {
        using var socket = open();
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
            return true;
        }
        catch (SocketException taken) when (taken.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            return false;
        }
    }
}
