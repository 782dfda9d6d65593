namespace ConsultCluster.Media;

/// <summary>A point in time on a monotonic clock that the caller reads.</summary>
/// <param name="Ticks">Units of 100 ns since an arbitrary start; only differences are meaningful.</param>
public readonly record struct MonoTime(long Ticks) : IComparable<MonoTime>
{
    /// <summary>Whole milliseconds since the arbitrary start.</summary>
    public long Milliseconds => Ticks / TimeSpan.TicksPerMillisecond;

    /// <summary>A point <paramref name="milliseconds"/> after the arbitrary start.</summary>
    public static MonoTime FromMilliseconds(long milliseconds) => new(milliseconds * TimeSpan.TicksPerMillisecond);

    /// <inheritdoc/>
    public int CompareTo(MonoTime other) => Ticks.CompareTo(other.Ticks);

    /// <summary>The later time.</summary>
    public static MonoTime operator +(MonoTime time, TimeSpan span) => new(time.Ticks + span.Ticks);

    /// <summary>The earlier time.</summary>
    public static MonoTime operator -(MonoTime time, TimeSpan span) => new(time.Ticks - span.Ticks);

    /// <summary>The time between two points.</summary>
    public static TimeSpan operator -(MonoTime later, MonoTime earlier) => new(later.Ticks - earlier.Ticks);

    /// <summary>Earlier than.</summary>
    public static bool operator <(MonoTime left, MonoTime right) => left.Ticks < right.Ticks;

    /// <summary>Later than.</summary>
    public static bool operator >(MonoTime left, MonoTime right) => left.Ticks > right.Ticks;

    /// <summary>Earlier or equal.</summary>
    public static bool operator <=(MonoTime left, MonoTime right) => left.Ticks <= right.Ticks;

    /// <summary>Later or equal.</summary>
    public static bool operator >=(MonoTime left, MonoTime right) => left.Ticks >= right.Ticks;
}
