namespace ConsultCluster.Server.Tests.Scenes;

/// <summary>The real clock, moved on or stopped: a server with sockets needs timers that run, and tests need tomorrow, or a second that does not pass.</summary>
internal sealed class ShiftedClock : TimeProvider
{
    private long _shiftTicks;
    private long _stoppedTicks;

    public void Advance(TimeSpan by) => Interlocked.Add(ref _shiftTicks, by.Ticks);

    /// <summary>From now on it shows the same moment, until it is moved on; timers run.</summary>
    public void Stop() => Interlocked.Exchange(ref _stoppedTicks, base.GetUtcNow().UtcTicks);

    public override DateTimeOffset GetUtcNow()
    {
        var stopped = Interlocked.Read(ref _stoppedTicks);
        var now = stopped == 0 ? base.GetUtcNow() : new DateTimeOffset(stopped, TimeSpan.Zero);
        return now + TimeSpan.FromTicks(Interlocked.Read(ref _shiftTicks));
    }
}
