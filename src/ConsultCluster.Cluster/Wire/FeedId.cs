namespace ConsultCluster.Cluster.Wire;

/// <summary>From which activation of a group news comes; a later one counts, whatever the former still sends.</summary>
/// <param name="Epoch">The group's epoch.</param>
/// <param name="Made">When the grain began to feed, as ticks of UTC; tells two feeds of one epoch apart.</param>
[GenerateSerializer]
[Immutable]
internal readonly record struct FeedId(long Epoch, long Made) : IComparable<FeedId>
{
    public static bool operator <(FeedId left, FeedId right) => left.CompareTo(right) < 0;

    public static bool operator >(FeedId left, FeedId right) => left.CompareTo(right) > 0;

    public static bool operator <=(FeedId left, FeedId right) => left.CompareTo(right) <= 0;

    public static bool operator >=(FeedId left, FeedId right) => left.CompareTo(right) >= 0;

    public int CompareTo(FeedId other) => (Epoch, Made).CompareTo((other.Epoch, other.Made));
}
