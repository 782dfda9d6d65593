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

    private readonly ConcurrentBag<Socket> _sockets = [];
    private readonly PriorityQueue<Action, long> _held = new();
    private readonly Random _lots = new(Seed: 1);
    private readonly Thread _sender;
    private volatile bool _ended;

    public DelayedPaths()
    {
        _sender = new Thread(Send) { IsBackground = true, Name = "delayed-paths" };
        _sender.Start();
    }

    /// <summary>Opens a way to a UDP port of this machine that takes so long one way; gives the port to send to.</summary>
    /// <param name="lossPercent">Lost in each direction, independently of each other.</param>
    public int Open(int port, TimeSpan oneWay, double lossPercent = 0)
    {
        var door = NewSocket();
        door.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _ = PassOnAsync(door, port, oneWay, lossPercent);
        return ((IPEndPoint)door.LocalEndPoint!).Port;
    }

    public void Dispose()
    {
        lock (_held)
        {
            _ended = true;
            Monitor.Pulse(_held);
        }

        _sender.Join();
        foreach (var socket in _sockets)
        {
            socket.Dispose();
        }
    }

    /// <summary>From whoever sends to the door, each over a socket of their own, so that answers find back.</summary>
    private async Task PassOnAsync(Socket door, int port, TimeSpan oneWay, double lossPercent)
    {
        var visitors = new Dictionary<EndPoint, Socket>();
        var buffer = new byte[MaxDatagram];
        EndPoint anybody = new IPEndPoint(IPAddress.Any, 0);
        try
        {
            while (true)
            {
                var came = await door.ReceiveFromAsync(buffer, anybody);
                if (!visitors.TryGetValue(came.RemoteEndPoint, out var onward))
                {
                    onward = NewSocket();
                    onward.Connect(IPAddress.Loopback, port);
                    visitors[came.RemoteEndPoint] = onward;
                    _ = BringBackAsync(onward, door, came.RemoteEndPoint, oneWay, lossPercent);
                }

                var datagram = buffer.AsSpan(0, came.ReceivedBytes).ToArray();
                Hold(oneWay, lossPercent, () => onward.Send(datagram, SocketFlags.None, out _));
            }
        }
        catch (ObjectDisposedException)
        {
            // The end.
        }
        catch (SocketException) when (_ended)
        {
            // The end, while it waited.
        }
    }

    private async Task BringBackAsync(Socket onward, Socket door, EndPoint visitor, TimeSpan oneWay, double lossPercent)
    {
        var buffer = new byte[MaxDatagram];
        while (!_ended)
        {
            try
            {
                var datagram = buffer.AsSpan(0, await onward.ReceiveAsync(buffer)).ToArray();
                Hold(oneWay, lossPercent, () => door.SendTo(datagram, visitor));
            }
            catch (ObjectDisposedException)
            {
                return;
            }
            catch (SocketException)
            {
                // A relay that was killed refuses what is sent to it; on a real way it would be lost.
            }
        }
    }

    private void Hold(TimeSpan oneWay, double lossPercent, Action send)
    {
        lock (_held)
        {
            if (_lots.NextDouble() * 100 < lossPercent)
            {
                return;
            }

            var due = Stopwatch.GetTimestamp() + (long)(oneWay.TotalSeconds * Stopwatch.Frequency);
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

    private Socket NewSocket()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        _sockets.Add(socket);
        return socket;
    }
}
