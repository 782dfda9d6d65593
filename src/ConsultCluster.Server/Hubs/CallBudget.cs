namespace ConsultCluster.Server.Hubs;

/// <summary>
/// How much one hub connection may ask for: a bucket that refills with time. Every message takes from it before it is read, whatever it is; what is refused takes as well, so
/// that nobody lives on refusals. One caller at a time.
/// </summary>
internal sealed class CallBudget(TimeProvider clock)
{
    /// <summary>Enough for entering, offering and a burst of muting and chat.</summary>
    public const int Burst = 60;

    /// <summary>Calls per second in the long run.</summary>
    public const int PerSecond = 10;

    /// <summary>Calls below nothing at which the connection is a nuisance and is ended.</summary>
    public const int Debt = 100;

    private double left = Burst;
    private long last = clock.GetTimestamp();

    /// <summary>True when the last call was one too many: it is refused.</summary>
    public bool IsOver => left < 0;

    /// <summary>True when the caller went on long after that.</summary>
    public bool IsExhausted => left < -Debt;

    /// <summary>Takes the cost of a call.</summary>
    public void Take(int cost)
    {
        var now = clock.GetTimestamp();
        left = Math.Min(Burst, left + (clock.GetElapsedTime(last, now).TotalSeconds * PerSecond)) - cost;
        last = now;
    }
}
