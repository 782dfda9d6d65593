using ConsultCluster.Media;
using ConsultCluster.Relay.Sockets;

namespace ConsultCluster.Benchmarks.Fanout;

/// <summary>The load process: one publisher and its receivers on one thread, orders on standard input, results on standard output.</summary>
internal sealed class FanoutLoad : IDisposable
{
    /// <summary>RTP header with the MID extension (12 + 8) and the GCM tag (16): what a datagram has besides payload.</summary>
    private const int PacketOverhead = 36;

    private static readonly TimeSpan _warmUp = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan _drain = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan _connectDeadline = TimeSpan.FromSeconds(30);

    private readonly long _start = TimeProvider.System.GetTimestamp();
    private readonly FanoutOptions _options;
    private readonly LoadTerminal _publisher;
    private readonly List<LoadTerminal> _all;
    private readonly Dictionary<uint, MonoTime> _sentAt = [];
    private uint _frame;

    public FanoutLoad(FanoutOptions options)
    {
        _options = options;
        _publisher = new LoadTerminal(options, publishes: true);
        _all = [_publisher, .. Enumerable.Range(0, options.Receivers).Select(_ => new LoadTerminal(options, publishes: false))];
    }

    private MonoTime Now => new(TimeProvider.System.GetElapsedTime(_start).Ticks);

    public static async Task<int> RunAsync(string[] args)
    {
        using var load = new FanoutLoad(FanoutOptions.Parse(args));
        return await load.RunAsync();
    }

    public void Dispose() => _all.ForEach(terminal => terminal.Dispose());

    private static void Say(LoadMessage message)
    {
        Console.Out.WriteLine(message.ToLine());
        Console.Out.Flush();
    }

    private async Task<int> RunAsync()
    {
        for (var i = 0; i < _all.Count; i++)
        {
            Say(new LoadMessage("offer", i, _all[i].Peer.CreateOffer(), _all[i].Peer.Sources));
            if (await LoadMessage.ReadAsync(Console.In) is not { Kind: "answer" } answer)
            {
                return 1;
            }

            _all[i].Peer.SetAnswer(answer.Sdp, relay: null, Now);
        }

        var deadline = Now + _connectDeadline;
        while (!_all.TrueForAll(terminal => terminal.Peer.IsConnected))
        {
            if (Now > deadline)
            {
                Console.Error.WriteLine("The terminals did not connect.");
                return 1;
            }

            Step(null);
        }

        Publish(_warmUp);
        var firstFrame = _frame;
        Say(new LoadMessage("begin"));
        Publish(TimeSpan.FromSeconds(_options.Seconds));
        Say(new LoadMessage("end"));
        var lastFrame = _frame;
        for (var until = Now + _drain; Now < until;)
        {
            Step(null);
        }

        Say(new LoadMessage("result", Result: Summarise(firstFrame, lastFrame)));
        return 0;
    }

    private void Publish(TimeSpan duration)
    {
        var interval = TimeSpan.FromSeconds((double)_options.Burst / _options.Rate);
        var next = Now;
        for (var until = next + duration; next < until; next += interval)
        {
            while (Now < next)
            {
                Step(next);
            }

            var now = Now;
            _sentAt[_frame++] = now;
            _publisher.Peer.Camera!.SendFrame(_options.Burst, _options.Size - PacketOverhead, now, _publisher.Batch);
            _publisher.Batch.Send();
        }
    }

    /// <summary>Waits for datagrams until the next frame is due, and handles what came and what is due.</summary>
    private unsafe void Step(MonoTime? nextFrame)
    {
        var wait = (nextFrame ?? Now + TimeSpan.FromMilliseconds(10)) - Now;
        foreach (var terminal in _all)
        {
            terminal.HandleTimeout(Now);
            if (terminal.Peer.NextTimeout - Now is { } due && due < wait)
            {
                wait = due;
            }
        }

        var descriptors = stackalloc LibC.PollFd[_all.Count];
        for (var i = 0; i < _all.Count; i++)
        {
            descriptors[i] = new() { Descriptor = _all[i].Descriptor, Events = LibC.PollIn };
        }

        var time = new LibC.TimeSpec { Nanoseconds = Math.Max(wait.Ticks, 0) * TimeSpan.NanosecondsPerTick };
        LibC.ppoll(descriptors, (nuint)_all.Count, &time, null);
        for (var i = 0; i < _all.Count; i++)
        {
            if (descriptors[i].Returned != 0)
            {
                _all[i].HandleReceived(() => Now);
            }
        }
    }

    private LoadResult Summarise(uint firstFrame, uint lastFrame)
    {
        var delays = (
            from terminal in _all.Skip(1)
            from slot in terminal.Peer.VideoSlots
            from packet in slot.InOrder
            where packet.Content.Frame >= firstFrame && packet.Content.Frame < lastFrame
            select (packet.At - _sentAt[packet.Content.Frame]).TotalMicroseconds).Order().ToArray();
        return new LoadResult((long)(lastFrame - firstFrame) * _options.Burst, delays.Length, Percentile(delays, 0.5), Percentile(delays, 0.99));
    }

    private static double Percentile(double[] sorted, double share) =>
        sorted.Length == 0 ? double.NaN : sorted[(int)Math.Min(sorted.Length * share, sorted.Length - 1)];
}
