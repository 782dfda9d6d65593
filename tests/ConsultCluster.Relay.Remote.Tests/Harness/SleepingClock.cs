using ConsultCluster.Testing.Time;

namespace ConsultCluster.Relay.Remote.Tests.Harness;

/// <summary>A fake clock of a process that can be suspended: time passes without timers firing.</summary>
internal sealed class SleepingClock : TimeProvider
{
    private readonly FakeTimeProvider _inner = new();
    private TimeSpan _slept;

    public override long TimestampFrequency => _inner.TimestampFrequency;

    public override long GetTimestamp() => _inner.GetTimestamp() + _slept.Ticks;

    public override DateTimeOffset GetUtcNow() => _inner.GetUtcNow() + _slept;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        _inner.CreateTimer(callback, state, dueTime, period);

    public void Advance(TimeSpan by) => _inner.Advance(by);

    public void Sleep(TimeSpan time) => _slept += time;
}
