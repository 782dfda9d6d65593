namespace ConsultCluster.Media.Srtp;

/// <summary>A keyed hash. Not for two threads at once; allocates nothing.</summary>
public interface IMac : IDisposable
{
    /// <summary>Writes the 20-byte code over both inputs, one after the other.</summary>
    void Compute(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, Span<byte> destination);
}
