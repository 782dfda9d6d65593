namespace ConsultCluster.Media.Srtp;

/// <summary>A counter-mode key stream under one key. Not for two threads at once; allocates nothing.</summary>
public interface ICounterCipher : IDisposable
{
    /// <summary>Combines input and key stream from that 16-byte counter block on; in place is allowed.</summary>
    void Apply(ReadOnlySpan<byte> counter, ReadOnlySpan<byte> input, Span<byte> output);
}
