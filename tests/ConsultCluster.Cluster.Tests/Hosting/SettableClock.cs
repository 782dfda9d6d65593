using System.Collections.Concurrent;

namespace ConsultCluster.Cluster.Tests.Hosting;

/// <summary>A clock that stands until it is moved, and timers that fire when they are told to.</summary>
internal sealed class SettableClock : TimeProvider
{
    private readonly ConcurrentBag<Timer> _timers = [];
    private DateTimeOffset _now = new(2026, 1, 1, 8, 0, 0, TimeSpan.Zero);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => _now;

    public override long GetTimestamp() => _now.Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(() => callback(state));
        _timers.Add(timer);
        return timer;
    }

    public void Move(TimeSpan by) => _now += by;

    public void Fire()
    {
        foreach (var timer in _timers)
        {
            timer.Fire();
        }
    }

    private sealed class Timer(Action fire) : ITimer
    {
        public void Fire() => fire();

        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
