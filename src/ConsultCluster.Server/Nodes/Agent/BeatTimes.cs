namespace ConsultCluster.Server.Nodes.Agent;

/// <summary>
/// When this node sent its beats on one link. An order names the newest beat that the control process had seen, so it cannot be younger
/// than that beat: its greatest age is known without comparing clocks, even after this process slept with orders in its sockets.
/// </summary>
internal sealed class BeatTimes(TimeProvider clock)
{
    /// <summary>Well beyond <see cref="NodeTimes.OrderLife"/> at one beat per <see cref="NodeTimes.Beat"/>.</summary>
    private const int Kept = 128;

    private readonly Lock _lock = new();
    private readonly long[] _sentAt = Fill(clock.GetTimestamp());
    private long _last;

    /// <summary>Notes that a beat leaves now, and gives its number.</summary>
    public long Next()
    {
        lock (_lock)
        {
            _last++;
            _sentAt[_last % Kept] = clock.GetTimestamp();
            return _last;
        }
    }

    /// <summary>How old an order may be that was given when this beat was the newest seen; null when that beat was never sent.</summary>
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

    /// <summary>Beat 0 stands for the link's beginning.</summary>
    private static long[] Fill(long start)
    {
        var times = new long[Kept];
        Array.Fill(times, start);
        return times;
    }
}
