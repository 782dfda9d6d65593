namespace ConsultCluster.Relay.Remote.Agent;

/// <summary>
/// Send times of this node's heartbeats on one link. An order names the newest heartbeat that the control process had received, so it is
/// younger than that: this bounds its age without comparing clocks, even after this process was suspended with orders in its sockets.
/// </summary>
internal sealed class HeartbeatTimes(TimeProvider clock)
{
    /// <summary>Well beyond <see cref="NodeTimings.OrderLifetime"/> at one heartbeat per <see cref="NodeTimings.HeartbeatInterval"/>.</summary>
    private const int Kept = 128;

    private readonly Lock _lock = new();
    private readonly long[] _sentAt = Fill(clock.GetTimestamp());
    private long _last;

    /// <summary>Records that a heartbeat is sent now; returns its number.</summary>
    public long Next()
    {
        lock (_lock)
        {
            _last++;
            _sentAt[_last % Kept] = clock.GetTimestamp();
            return _last;
        }
    }

    /// <summary>Upper bound of the age of an order that names this heartbeat; null when that heartbeat was never sent.</summary>
    public TimeSpan? AgeAtMost(long seen)
    {
        lock (_lock)
        {
            if (seen < 0 || seen > _last)
            {
                return null;
            }

            return seen <= _last - Kept ? TimeSpan.MaxValue : clock.GetElapsedTime(_sentAt[seen % Kept]);
        }
    }

    /// <summary>Number 0 stands for the start of the link.</summary>
    private static long[] Fill(long start)
    {
        var times = new long[Kept];
        Array.Fill(times, start);
        return times;
    }
}
