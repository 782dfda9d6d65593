using ConsultCluster.Media;

namespace ConsultCluster.Relay.Loop;

/// <summary>
/// Measures the load of the thread it is started on, in windows of one second. Between windows it costs one comparison.
/// </summary>
internal sealed class LoadMeter : IDisposable
{
    private static readonly TimeSpan _window = TimeSpan.FromSeconds(1);

    private readonly LoadEstimate _estimate = new();
    private ThreadTimesReader? _times;
    private MonoTime _windowStart;
    private ThreadTimes _timesAtStart;
    private long _packetsAtStart;

    /// <summary>The measurements; other threads may read them.</summary>
    public LoadEstimate Estimate => _estimate;

    public double PacketsPerSecond => _estimate.PacketsPerSecond;

    /// <summary>When <see cref="Sample"/> next has work.</summary>
    public MonoTime NextTimeout => _windowStart + _window;

    /// <summary>Starts measuring the calling thread.</summary>
    public void Start(MonoTime now)
    {
        _times = new ThreadTimesReader();
        _windowStart = now;
        _timesAtStart = _times.Read();
    }

    /// <summary>Ends a window when it is due. Called on the measured thread.</summary>
    /// <param name="packets">Packets sent since the start.</param>
    public void Sample(MonoTime now, long packets)
    {
        var elapsed = now - _windowStart;
        if (elapsed < _window || _times is null)
        {
            return;
        }

        // Set first, so a failing read fails once per window instead of in every iteration of the loop.
        _windowStart = now;
        var times = _times.Read();
        var used = new ThreadTimes(times.Run - _timesAtStart.Run, times.Waited - _timesAtStart.Waited);
        _estimate.Add(elapsed, used, packets - _packetsAtStart);
        _timesAtStart = times;
        _packetsAtStart = packets;
    }

    /// <summary>Call after the thread has ended.</summary>
    public void Dispose() => _times?.Dispose();
}
