namespace ConsultCluster.Media.Srtp;

/// <summary>
/// The framework's ciphers: they work everywhere and cost about twice as much per packet as cached OpenSSL contexts.
/// </summary>
public sealed class FrameworkSrtpCrypto : ISrtpCrypto
{
    /// <summary>The shared instance; it has no state.</summary>
    public static FrameworkSrtpCrypto Instance { get; } = new();

    /// <inheritdoc/>
    public IAeadCipher CreateAesGcm(ReadOnlySpan<byte> key) => new FrameworkAesGcm(key);

    /// <inheritdoc/>
    public ICounterCipher CreateAesCounter(ReadOnlySpan<byte> key) => new FrameworkAesCounter(key);

    /// <inheritdoc/>
    public IMac CreateHmacSha1(ReadOnlySpan<byte> key) => new FrameworkHmacSha1(key);
}
