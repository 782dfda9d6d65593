namespace ConsultCluster.Domain.Relays;

/// <summary>
/// A hash that is the same in every process. Nodes that do not know each other's decisions spread load by it
/// (rendezvous hashing), while the terminals of one group still meet on one relay.
/// </summary>
internal static class StableHash
{
    /// <summary>FNV-1a, 64 bits.</summary>
    public static ulong Of(string text)
    {
        var hash = 14695981039346656037UL;
        foreach (var c in text)
        {
            hash = (hash ^ c) * 1099511628211UL;
        }

        return hash;
    }

    /// <summary>Mixes two hashes into a pseudo-random number in (0, 1] (the finaliser of SplitMix64).</summary>
    public static double Fraction(ulong first, ulong second)
    {
        var mixed = first ^ (second * 0x9E3779B97F4A7C15UL);
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9UL;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EBUL;
        mixed ^= mixed >> 31;
        return ((mixed >> 11) + 1) * (1.0 / (1UL << 53));
    }
}
