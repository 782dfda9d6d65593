using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace ConsultCluster.EndToEnd.Harness.Cluster;

/// <summary>
/// Ports of this machine behind which another port seems to be far away: datagrams are held for a while in each direction, and some are lost where
/// that is wanted. So that a browser measures different round trips to relays that all run beside it.
/// </summary>
internal sealed class DelayedPaths : IDisposable
{
    private const int MaxDatagram = 2048;

    /// <summary>A door that was just opened is looked at after that long.</summary>
    private static readonly TimeSpan _look = TimeSpan.FromMilliseconds(5);

    private readonly ConcurrentDictionary<Socket, Way> _ways = new();
    private readonly PriorityQueue<Action, long> _held = new();
    private readonly Random _lots = new(Seed: 1);
    private readonly Thread _receiver;
    private readonly Thread _sender;
    private volatile bool _ended;

    /// <summary>Two threads of its own: on the thread pool datagrams would wait for whatever else the process does there.</summary>
    public DelayedPaths()
    {
        _receiver = new Thread(Receive) { IsBackground = true, Name = "delayed-paths-receiver" };
        _receiver.Start();
        _sender = new Thread(Send) { IsBackground = true, Name = "delayed-paths-sender" };
        _sender.Start();
    }

    /// <summary>Opens a way to a UDP port of this machine that takes so long one way; gives the port to send to.</summary>
    /// <param name="lossPercent">Lost in each direction, independently of each other.</param>
    public int Open(int port, TimeSpan oneWay, double lossPercent = 0)
    {
        var door = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        door.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _ways[door] = new Way(port, oneWay, lossPercent);
        return ((IPEndPoint)door.LocalEndPoint!).Port;
    }

    public void Dispose()
    {
        _ended = true;
        lock (_held)
        {
            Monitor.Pulse(_held);
        }

        _receiver.Join();
        _sender.Join();
        foreach (var socket in _ways.Keys)
        {
            socket.Dispose();
        }
    }

    private void Receive()
    {
        var buffer = new byte[MaxDatagram];
        while (!_ended)
        {
            Socket[] all = [.. _ways.Keys];
            var readable = new List<Socket>(all);
            if (all.Length == 0)
            {
                Thread.Yield();
                continue;
            }

            Socket.Select(readable, null, null, _look);

            foreach (var socket in readable)
            {
                // Once at least: what there is to read may be an error.
                do
                {
                    PassOn(socket, _ways[socket], buffer);
                }
                while (!_ended && socket.Available > 0);
            }
        }
    }

    /// <summary>From whoever sends to a door, each over a socket of their own, so that answers find back.</summary>
    private void PassOn(Socket socket, Way way, byte[] buffer)
    {
        EndPoint from = new IPEndPoint(IPAddress.Any, 0);
        byte[] datagram;
        try
        {
            datagram = buffer.AsSpan(0, socket.ReceiveFrom(buffer, ref from)).ToArray();
        }
        catch (SocketException)
        {
            // A relay that was killed refuses what is sent to it; on a real way it would be lost.
            return;
        }

        if (way.Visitor is { } visitor)
        {
            Hold(way, () => way.Door!.SendTo(datagram, visitor));
            return;
        }

        if (!way.Visitors.TryGetValue(from, out var onward))
        {
            onward = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
            onward.Connect(IPAddress.Loopback, way.Port);
            way.Visitors[from] = onward;
            _ways[onward] = way with { Door = socket, Visitor = from };
        }

        Hold(way, () => onward.Send(datagram, SocketFlags.None, out _));
    }

    private void Hold(Way way, Action send)
    {
        lock (_held)
        {
            if (_lots.NextDouble() * 100 < way.LossPercent)
            {
                return;
            }

            var due = Stopwatch.GetTimestamp() + (long)(way.OneWay.TotalSeconds * Stopwatch.Frequency);
            if (!_held.TryPeek(out _, out var first) || due < first)
            {
                Monitor.Pulse(_held);
            }

            _held.Enqueue(send, due);
        }
    }

    private void Send()
    {
        var due = new List<Action>();
        while (WaitFor(due))
        {
            foreach (var send in due)
            {
                try
                {
                    send();
                }
                catch (SocketException)
                {
                    // Lost.
                }
            }

            due.Clear();
        }
    }

    /// <summary>Waits for what is due and takes all of it; false at the end.</summary>
    private bool WaitFor(List<Action> due)
    {
        lock (_held)
        {
            while (!_ended)
            {
                while (_held.TryPeek(out var send, out var at) && at <= Stopwatch.GetTimestamp())
                {
                    due.Add(send);
                    _held.Dequeue();
                }

                if (due.Count > 0)
                {
                    return true;
                }

                Monitor.Wait(_held, _held.TryPeek(out _, out var next) ? Milliseconds(next) : Timeout.Infinite);
            }
        }

        return false;
    }

    private static int Milliseconds(long until) =>
        (int)Math.Ceiling(Math.Max(0, Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), until).TotalMilliseconds));

    /// <summary>Where a socket leads: a door to a port, or with a visitor the way back from there.</summary>
    private sealed record Way(int Port, TimeSpan OneWay, double LossPercent)
    {
        public Dictionary<EndPoint, Socket> Visitors { get; } = [];

        public Socket? Door { get; init; }

        public EndPoint? Visitor { get; init; }
    }
}
