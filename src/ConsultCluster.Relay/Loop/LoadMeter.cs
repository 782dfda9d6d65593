using ConsultCluster.Media;

namespace ConsultCluster.Relay.Loop;

/// <summary>Packets per second, over windows of one second. The owner samples; other threads may read.</summary>
internal sealed class LoadMeter
{
    private static readonly TimeSpan _window = TimeSpan.FromSeconds(1);

    private MonoTime _windowStart;
    private long _packetsAtStart;
    private double _packetsPerSecond;

    public double PacketsPerSecond => Volatile.Read(ref _packetsPerSecond);

    /// <summary>When <see cref="Sample"/> next has work.</summary>
    public MonoTime NextTimeout => _windowStart + _window;

    public void Sample(MonoTime now, long packets)
    {
        var elapsed = now - _windowStart;
        if (elapsed >= _window)
        {
            Volatile.Write(ref _packetsPerSecond, (packets - _packetsAtStart) / elapsed.TotalSeconds);
            _windowStart = now;
            _packetsAtStart = packets;
        }
    }
}
