using ConsultCluster.Media;
using ConsultCluster.Media.Forwarding;
using ConsultCluster.Relay.Sockets;
using Microsoft.Extensions.Logging;

namespace ConsultCluster.Relay.Loop;

/// <summary>
/// The relay's only thread: waits in <c>ppoll</c>, receives with <c>recvmmsg</c>, lets the core forward, and sends with
/// <c>sendmmsg</c>. It polls rather than blocks in <c>recvmmsg</c> because commands and the core's timers must wake it
/// as well.
/// </summary>
internal sealed class RelayLoop : IDisposable
{
    /// <summary>Bounds the effect of a wrong timer.</summary>
    private static readonly TimeSpan _maxWait = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan _stopTimeout = TimeSpan.FromSeconds(5);

    private readonly UdpSocket _socket;
    private readonly RelayCore _core;
    private readonly RelayEvents _events;
    private readonly RelayClock _clock;
    private readonly ILogger _logger;
    private readonly ReceiveBatch _received;
    private readonly WakeEvent _wake = new();
    private readonly Thread _thread;
    private volatile bool _isStopping;
    private long _allocatedByPackets;
    private MonoTime _lastFault;

    public RelayLoop(UdpSocket socket, RelayCore core, RelayEvents events, RelayOptions options, TimeProvider time, ILogger logger)
    {
        _socket = socket;
        _core = core;
        _events = events;
        _logger = logger;
        _clock = new RelayClock(time);
        _lastFault = _clock.Now - _maxWait;
        _received = new ReceiveBatch(socket, Counters);
        Batch = new DatagramBatch(socket, Counters, options.SegmentationOffload);
        Mailbox = new RelayMailbox(_wake);
        _thread = new Thread(Run) { Name = options.Id, IsBackground = true };
    }

    public RelayMailbox Mailbox { get; }

    /// <summary>Buffer for datagrams that commands send; only for the relay's thread.</summary>
    public DatagramBatch Batch { get; }

    public SocketCounters Counters { get; } = new();

    public LoadMeter Load { get; } = new();

    public void Start() => _thread.Start();

    /// <summary>On the relay's thread.</summary>
    public unsafe RelayUsage ReadUsage()
    {
        LibC.TimeSpec cpu;
        LibC.clock_gettime(LibC.ClockThreadCpuTime, &cpu);
        return new RelayUsage(
            TimeSpan.FromSeconds(cpu.Seconds) + new TimeSpan(cpu.Nanoseconds / TimeSpan.NanosecondsPerTick),
            GC.GetAllocatedBytesForCurrentThread(),
            _allocatedByPackets,
            Counters.Received,
            Counters.Sent,
            _core.Counters.RtpOut,
            Counters.SendCalls,
            Counters.Messages,
            Counters.SendBufferFull + Counters.SendErrors);
    }

    /// <summary>
    /// Runs the commands in the mailbox and ends the thread. False when the thread does not end: then its buffers must
    /// not be freed.
    /// </summary>
    public bool TryStop()
    {
        _isStopping = true;
        _wake.Set();
        var hasEnded = !_thread.IsAlive || _thread.Join(_stopTimeout);
        Mailbox.Close();
        return hasEnded;
    }

    /// <summary>Frees the buffers; only after <see cref="TryStop"/>.</summary>
    public void Dispose()
    {
        _wake.Dispose();
        _received.Dispose();
        Batch.Dispose();
        Load.Dispose();
    }

    private void Run()
    {
        Load.Start(_clock.Now);
        var mayHaveMore = false;
        while (!_isStopping)
        {
            try
            {
                if (!mayHaveMore)
                {
                    Wait();
                }

                mayHaveMore = ForwardReceived() == ReceiveBatch.Capacity;
                RunDue();
            }
            catch (Exception exception)
            {
                // A bug triggered by one datagram or command must not end the calls of every group.
                mayHaveMore = false;
                ReportFault(exception);
            }
        }

        Mailbox.RunAll(_clock.Now);
        Batch.Send();
    }

    private void Wait()
    {
        var now = _clock.Now;
        var until = now + _maxWait;
        if (_core.NextTimeout is { } due && due < until)
        {
            until = due;
        }

        if (Load.NextTimeout < until && Load.PacketsPerSecond > 0)
        {
            until = Load.NextTimeout;
        }

        _socket.Wait(_wake, toSend: false, until - now, out var woken);
        if (woken)
        {
            _wake.Reset();
        }
    }

    private int ForwardReceived()
    {
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        var count = _received.Receive();
        if (count > 0)
        {
            var now = _clock.Now;
            for (var i = 0; i < count; i++)
            {
                _core.HandleDatagram(_received.Datagram(i), _received.From(i), now, Batch);
            }

            _core.Flush(now, Batch);
            Batch.Send();
        }

        _allocatedByPackets += GC.GetAllocatedBytesForCurrentThread() - allocated;
        return count;
    }

    private void RunDue()
    {
        var now = _clock.Now;
        Mailbox.RunAll(now);
        _core.Probes.HandleTimeout(now);
        if (_core.NextTimeout <= now)
        {
            _core.HandleTimeout(now, Batch);
        }

        Batch.Send();
        _events.Publish(_core);
        Load.Sample(now, Counters.Sent);
    }

    private void ReportFault(Exception exception)
    {
        var now = _clock.Now;
        if (now - _lastFault >= _maxWait)
        {
            _lastFault = now;
            RelayLog.LoopFault(_logger, exception);
        }
    }
}
