namespace ConsultCluster.Media.Srtp;

/// <summary>The framework's ciphers: run everywhere, cost about twice as much per packet as kept OpenSSL contexts.</summary>
public sealed class FrameworkSrtpCrypto : ISrtpCrypto
{
    /// <summary>Holds nothing; one is enough.</summary>
    public static FrameworkSrtpCrypto Instance { get; } = new();

    /// <inheritdoc/>
    public IAeadCipher CreateAesGcm(ReadOnlySpan<byte> key) => new FrameworkAesGcm(key);

    /// <inheritdoc/>
    public ICounterCipher CreateAesCounter(ReadOnlySpan<byte> key) => new FrameworkAesCounter(key);

    /// <inheritdoc/>
    public IMac CreateHmacSha1(ReadOnlySpan<byte> key) => new FrameworkHmacSha1(key);
}
