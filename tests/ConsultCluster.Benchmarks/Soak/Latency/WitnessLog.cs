using ConsultCluster.Benchmarks.Load;

namespace ConsultCluster.Benchmarks.Soak.Latency;

/// <summary>What the members of the witness consultation heard of each other. Written by the thread of their terminals, read by others.</summary>
internal sealed class WitnessLog
{
    /// <summary>Voices come every 20 ms: three packets late or lost, about what a decoder conceals.</summary>
    private static readonly TimeSpan _worthNoting = TimeSpan.FromMilliseconds(80);

    private readonly Lock _lock = new();
    private readonly List<LatencySample> _samples = [];
    private readonly List<MediaGap> _gaps = [];
    private readonly Dictionary<(int Receiver, int Publisher), (uint Frame, long ArrivedAt)> _last = [];
    private long _start = LoadClock.Nanoseconds;

    /// <summary>The run begins: what was heard so far does not count.</summary>
    /// <param name="start">In nanoseconds of <see cref="LoadClock"/>.</param>
    public void Begin(long start)
    {
        lock (_lock)
        {
            _start = start;
            _samples.Clear();
            _gaps.Clear();
        }
    }

    /// <summary>Counts one frame. One that comes a second time, over another session, does not count.</summary>
    public void Add(int receiver, in TimedFrame frame, long arrivedAt)
    {
        lock (_lock)
        {
            var pair = (receiver, frame.Terminal);
            var isKnown = _last.TryGetValue(pair, out var last);
            if (isKnown && frame.Number <= last.Frame)
            {
                return;
            }

            if (isKnown && TimeSpan.FromMicroseconds((arrivedAt - last.ArrivedAt) / 1_000) is var gap && gap >= _worthNoting)
            {
                _gaps.Add(new MediaGap(receiver, frame.Terminal, TimeSpan.FromMicroseconds((last.ArrivedAt - _start) / 1_000), gap));
            }

            _last[pair] = (frame.Number, arrivedAt);
            _samples.Add(new LatencySample((int)((frame.SentAt - _start) / 1_000_000), (float)((arrivedAt - frame.SentAt) / 1e6)));
        }
    }

    /// <summary>Pairs of members of whom one has heard the other.</summary>
    public int Pairs
    {
        get
        {
            lock (_lock)
            {
                return _last.Count;
            }
        }
    }

    public LatencySample[] Samples()
    {
        lock (_lock)
        {
            return [.. _samples];
        }
    }

    /// <summary>Longest first; silence that still lasts included.</summary>
    public MediaGap[] Gaps(long now)
    {
        lock (_lock)
        {
            var open = _last
                .Select(pair => new MediaGap(
                    pair.Key.Receiver,
                    pair.Key.Publisher,
                    TimeSpan.FromMicroseconds((pair.Value.ArrivedAt - _start) / 1_000),
                    TimeSpan.FromMicroseconds((now - pair.Value.ArrivedAt) / 1_000)))
                .Where(gap => gap.Length >= _worthNoting);
            return [.. _gaps.Concat(open).OrderByDescending(gap => gap.Length)];
        }
    }
}
