namespace ConsultCluster.Server.Auth;

/// <summary>Lets each key pass once in a period, so that a flood of the same event is one entry. In memory, bounded.</summary>
/// <param name="period">Periods begin at its multiples since midnight (UTC).</param>
internal sealed class OncePer(TimeSpan period)
{
    /// <summary>Bounds memory to some MB; when it is reached within one period, some keys may pass again.</summary>
    private const int MaxKeys = 50_000;

    private readonly Lock gate = new();
    private readonly HashSet<string> passed = new(StringComparer.Ordinal);
    private long current;

    /// <summary>True for the first in this period.</summary>
    public bool TryPass(string key, DateTimeOffset now)
    {
        lock (gate)
        {
            var number = now.UtcTicks / period.Ticks;
            if (number != current || passed.Count >= MaxKeys)
            {
                current = number;
                passed.Clear();
            }

            return passed.Add(key);
        }
    }

    /// <summary>Whether that key has passed in this period.</summary>
    public bool HasPassed(string key, DateTimeOffset now)
    {
        lock (gate)
        {
            return now.UtcTicks / period.Ticks == current && passed.Contains(key);
        }
    }
}
