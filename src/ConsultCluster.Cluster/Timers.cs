namespace ConsultCluster.Cluster;

/// <summary>Bounds of timers and reminders.</summary>
internal static class Timers
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(1);

    /// <summary>Below what a timer can take (2^32 - 2 ms).</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromDays(40);

    /// <summary>The time as a timer can take it; never at once, so that work that stays due does not spin.</summary>
    public static TimeSpan Within(TimeSpan due) => due < Shortest ? Shortest : due > Longest ? Longest : due;
}
