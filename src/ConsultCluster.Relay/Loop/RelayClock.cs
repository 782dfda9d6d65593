using ConsultCluster.Media;

namespace ConsultCluster.Relay.Loop;

/// <summary>The monotonic clock in the core's unit.</summary>
internal sealed class RelayClock(TimeProvider time)
{
    private readonly long _start = time.GetTimestamp();

    public MonoTime Now => new(time.GetElapsedTime(_start).Ticks);
}
