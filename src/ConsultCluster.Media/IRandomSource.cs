namespace ConsultCluster.Media;

/// <summary>Source of randomness: cryptographic in a host, seeded in a test.</summary>
public interface IRandomSource
{
    /// <summary>Fills the buffer with unpredictable bytes.</summary>
    void Fill(Span<byte> buffer);
}
