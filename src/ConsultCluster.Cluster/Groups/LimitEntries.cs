namespace ConsultCluster.Cluster.Groups;

/// <summary>At most one audit entry for each limit and minute: who runs into a limit must not fill the audit with it. Only on the grain's scheduler.</summary>
internal sealed class LimitEntries
{
    private static readonly TimeSpan _interval = TimeSpan.FromMinutes(1);

    private readonly Dictionary<string, TimeSpan> _next = new(StringComparer.Ordinal);

    /// <summary>True when an entry is due; the next one is a minute later.</summary>
    /// <param name="uptime">A time that never goes back.</param>
    public bool TryTake(string limit, TimeSpan uptime)
    {
        if (_next.TryGetValue(limit, out var next) && uptime < next)
        {
            return false;
        }

        _next[limit] = uptime + _interval;
        return true;
    }
}
