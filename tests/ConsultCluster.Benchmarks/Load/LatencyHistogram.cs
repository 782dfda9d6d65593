using System.Numerics;

namespace ConsultCluster.Benchmarks.Load;

/// <summary>Counts of durations in buckets of at most 1.6 % width, so that recording neither allocates nor sorts.</summary>
internal sealed class LatencyHistogram
{
    /// <summary>Buckets per power of two: 64.</summary>
    private const int PrecisionBits = 6;

    private readonly long[] _counts = new long[64 << PrecisionBits];

    public long Count { get; private set; }

    public void Record(long nanoseconds)
    {
        _counts[IndexOf(Math.Max(nanoseconds, 0))]++;
        Count++;
    }

    public void Clear()
    {
        Array.Clear(_counts);
        Count = 0;
    }

    /// <summary>Microseconds below which that share of the durations lies; NaN without any.</summary>
    public double Percentile(double share)
    {
        var wanted = (long)Math.Ceiling(Count * share);
        for (var i = 0; i < _counts.Length && Count > 0; i++)
        {
            wanted -= _counts[i];
            if (wanted <= 0)
            {
                return UpperBound(i) / 1_000.0;
            }
        }

        return double.NaN;
    }

    private static int IndexOf(long value)
    {
        var shift = Math.Max(BitOperations.Log2((ulong)value | 1) - PrecisionBits, 0);
        return (shift << PrecisionBits) + (int)(value >> shift);
    }

    private static long UpperBound(int index)
    {
        // Values below 128 stand for themselves; from there the upper half of each power of two is used.
        var shift = Math.Max((index >> PrecisionBits) - 1, 0);
        return (((long)index - ((long)shift << PrecisionBits) + 1) << shift) - 1;
    }
}
