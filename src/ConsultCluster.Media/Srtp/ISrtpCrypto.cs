namespace ConsultCluster.Media.Srtp;

/// <summary>
/// Creates keyed ciphers. A host provides its fastest implementation; <see cref="FrameworkSrtpCrypto"/> is the
/// fallback.
/// </summary>
public interface ISrtpCrypto
{
    /// <summary>AES-128-GCM with a 12-byte nonce and a 16-byte tag.</summary>
    IAeadCipher CreateAesGcm(ReadOnlySpan<byte> key);

    /// <summary>AES-128 in counter mode (RFC 3711 §4.1.1).</summary>
    ICounterCipher CreateAesCounter(ReadOnlySpan<byte> key);

    /// <summary>HMAC-SHA1 (RFC 2104).</summary>
    IMac CreateHmacSha1(ReadOnlySpan<byte> key);
}

/// <summary>Authenticated encryption with one key. Not thread-safe; allocates nothing.</summary>
public interface IAeadCipher : IDisposable
{
    /// <summary>
    /// Writes ciphertext and 16-byte tag; <paramref name="destination"/> may overlap the plaintext exactly.
    /// </summary>
    void Seal(ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> associatedData, ReadOnlySpan<byte> plaintext, Span<byte> destination);

    /// <summary>Writes the plaintext; false when the tag does not match.</summary>
    bool TryOpen(ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> associatedData, ReadOnlySpan<byte> sealedData, Span<byte> destination);
}

/// <summary>A counter-mode key stream with one key. Not thread-safe; allocates nothing.</summary>
public interface ICounterCipher : IDisposable
{
    /// <summary>XORs the input with the key stream from this 16-byte counter block on; may work in place.</summary>
    void Apply(ReadOnlySpan<byte> counter, ReadOnlySpan<byte> input, Span<byte> output);
}

/// <summary>A keyed hash. Not thread-safe; allocates nothing.</summary>
public interface IMac : IDisposable
{
    /// <summary>Writes the 20-byte code of both inputs, concatenated.</summary>
    void Compute(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, Span<byte> destination);
}
