using ConsultCluster.Media;

namespace ConsultCluster.Testing.Media;

/// <summary>The same bytes each run.</summary>
public sealed class SeededRandomSource(int seed) : IRandomSource
{
    private readonly Random _random = new(seed);

    public void Fill(Span<byte> buffer) => _random.NextBytes(buffer);
}
