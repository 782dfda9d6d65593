namespace ConsultCluster.Domain.Tests;

/// <summary>
/// The same numbers for the same seed on every machine (SplitMix64), so that a failing sequence can be shrunk and
/// repeated.
/// </summary>
internal sealed class SeededNumbers
{
    private ulong _bits;

    /// <summary>Starts again for one step of a sequence.</summary>
    public void Seed(int seed, int index) => _bits = Mix(((ulong)(uint)seed << 32) | (uint)index);

    /// <summary>From 0 to one less than <paramref name="below"/>.</summary>
    public int Next(int below)
    {
        _bits = Mix(_bits);
        return (int)(_bits % (ulong)below);
    }

    private static ulong Mix(ulong x)
    {
        x += 0x9E3779B97F4A7C15;
        x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9;
        x = (x ^ (x >> 27)) * 0x94D049BB133111EB;
        return x ^ (x >> 31);
    }
}
