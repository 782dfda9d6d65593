namespace ConsultCluster.Domain.Audit;

/// <summary>
/// At most one audit entry per kind and minute: whoever runs into a limit again and again must not fill the audit. Kinds are few. One caller at a time.
/// </summary>
public sealed class EntryPace
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private readonly Dictionary<string, (TimeSpan Next, int Times)> _kinds = new(StringComparer.Ordinal);

    /// <summary>When an entry is due: how often it happened since the last one, this time included. Otherwise 0.</summary>
    /// <param name="uptime">A time that never goes back.</param>
    public int Take(string kind, TimeSpan uptime)
    {
        var (next, times) = _kinds.GetValueOrDefault(kind, (uptime, 0));
        if (uptime < next)
        {
            _kinds[kind] = (next, times + 1);
            return 0;
        }

        _kinds[kind] = (uptime + Interval, 0);
        return times + 1;
    }
}
