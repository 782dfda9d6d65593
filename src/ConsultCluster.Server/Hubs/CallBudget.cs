namespace ConsultCluster.Server.Hubs;

/// <summary>How much one hub connection may ask for: a bucket of calls that refills with time. One call at a time.</summary>
internal sealed class CallBudget(TimeProvider clock)
{
    /// <summary>Enough for entering, offering and a burst of muting and chat.</summary>
    public const int Burst = 60;

    /// <summary>Calls per second in the long run.</summary>
    public const int PerSecond = 10;

    /// <summary>Refused calls in a row after which the connection is a nuisance and is closed.</summary>
    public const int Patience = 200;

    private double left = Burst;
    private long last = clock.GetTimestamp();
    private int refused;

    /// <summary>True when the caller went on after <see cref="Patience"/> refusals.</summary>
    public bool Exhausted => refused >= Patience;

    /// <summary>Takes the cost of a call; false when the bucket does not hold it.</summary>
    public bool TryTake(int cost)
    {
        var now = clock.GetTimestamp();
        left = Math.Min(Burst, left + (clock.GetElapsedTime(last, now).TotalSeconds * PerSecond));
        last = now;
        if (left < cost)
        {
            refused++;
            return false;
        }

        left -= cost;
        refused = 0;
        return true;
    }
}
