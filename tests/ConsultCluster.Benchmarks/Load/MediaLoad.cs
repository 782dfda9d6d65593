using System.Net;
using ConsultCluster.Media;

namespace ConsultCluster.Benchmarks.Load;

/// <summary>
/// Publishers and receivers on loopback, driven by one thread that never sleeps: what it measures then pays for no wake-up of a
/// reader, just as with a network card.
/// </summary>
/// <param name="warmUp">Published unmeasured for that long.</param>
internal sealed class MediaLoad(TimeSpan warmUp) : IDisposable
{
    /// <summary>Sockets read between two looks at the clock.</summary>
    private const int SocketsPerStep = 16;

    private static readonly TimeSpan _connectWithin = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan _drain = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan _upkeepInterval = TimeSpan.FromMilliseconds(20);

    private readonly List<LoadSocket> _sockets = [];
    private readonly List<(RtpPublisher Publisher, LoadSocket Socket)> _publishers = [];
    private readonly Dictionary<uint, RtpPublisher> _bySsrc = [];
    private readonly TimedReceiveBatch _received = new();
    private readonly LoadTally _tally = new();
    private MonoTime _nextUpkeep;
    private int _nextSocket;
    private int _nextPublisher;

    /// <param name="address">Of this machine; the loopback address when none is given.</param>
    public LoadSocket AddSocket(IPAddress? address = null)
    {
        var socket = new LoadSocket(address ?? IPAddress.Loopback);
        _sockets.Add(socket);
        return socket;
    }

    public void AddPublisher(RtpPublisher publisher, LoadSocket socket)
    {
        _publishers.Add((publisher, socket));
        _bySsrc.Add(publisher.Ssrc, publisher);
    }

    /// <summary>Connects everybody, and publishes at a steady pace: first unmeasured, then measured.</summary>
    /// <param name="server">The server's process: has its own core from here on.</param>
    /// <param name="packetsPerSecond">Of each publisher.</param>
    /// <param name="receivers">Of each publisher, on average.</param>
    /// <param name="begin">Called when the measurement begins, <paramref name="end"/> when it ends.</param>
    /// <exception cref="InvalidOperationException">Not everybody could connect.</exception>
    public LoadResult Measure(int server, double packetsPerSecond, double receivers, TimeSpan duration, Action? begin = null, Action? end = null)
    {
        Connect();
        Cores.PinServer(server);
        return Cores.RunOnLoadCore(() =>
        {
            Publish(packetsPerSecond, warmUp);
            _tally.Begin(_bySsrc.Values);
            begin?.Invoke();
            var cpu = ProcessorTime.Of(server);
            var from = LoadClock.Now;
            Publish(packetsPerSecond, duration);
            var elapsed = LoadClock.Now - from;
            cpu = ProcessorTime.Of(server) - cpu;
            end?.Invoke();
            _tally.End();
            Drain();
            return new LoadResult(
                _tally.Received, _tally.Received / (_tally.Sent * receivers), _tally.Wrong, _tally.P50Us, _tally.P99Us, elapsed, cpu);
        });
    }

    public void Dispose()
    {
        _sockets.ForEach(socket => socket.Dispose());
        _received.Dispose();
    }

    /// <summary>Runs the terminals until all are ready.</summary>
    private void Connect()
    {
        for (var until = LoadClock.Now + _connectWithin; LoadClock.Now < until;)
        {
            for (var i = 0; i <= _sockets.Count; i += SocketsPerStep)
            {
                Step();
            }

            if (_sockets.TrueForAll(socket => socket.Terminal?.IsReady != false))
            {
                return;
            }
        }

        throw new InvalidOperationException("The terminals did not connect.");
    }

    /// <summary>Takes what is still under way.</summary>
    private void Drain()
    {
        for (var until = LoadClock.Now + _drain; LoadClock.Now < until;)
        {
            Step();
        }
    }

    /// <summary>The publishers' bursts are spread evenly over time, one publisher after the other.</summary>
    private void Publish(double packetsPerSecond, TimeSpan duration)
    {
        var interval = TimeSpan.FromSeconds(_publishers[0].Publisher.Burst / packetsPerSecond / _publishers.Count);
        var next = LoadClock.Now;
        for (var until = next + duration; next < until; next += interval)
        {
            while (LoadClock.Now < next)
            {
                Step();
            }

            var (publisher, socket) = _publishers[_nextPublisher++ % _publishers.Count];
            publisher.SendBurst(socket.Batch);
            socket.Batch.Send();
        }
    }

    private void Step()
    {
        for (var i = 0; i < SocketsPerStep && i < _sockets.Count; i++)
        {
            _nextSocket = (_nextSocket + 1) % _sockets.Count;
            _sockets[_nextSocket].Receive(_received, _bySsrc, _tally);
        }

        var now = LoadClock.Now;
        if (now >= _nextUpkeep)
        {
            _nextUpkeep = now + _upkeepInterval;
            foreach (var socket in _sockets)
            {
                socket.HandleTimeout(now);
            }
        }
    }
}
