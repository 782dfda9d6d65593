namespace ConsultCluster.Media.Srtp;

/// <summary>Makes keyed ciphers; a host brings the fastest it has, <see cref="ISrtpCrypto"/> from the framework is the fall-back.</summary>
public interface ISrtpCrypto
{
    /// <summary>AES-128-GCM with a 12-byte nonce and a 16-byte tag.</summary>
    IAeadCipher CreateAesGcm(ReadOnlySpan<byte> key);

    /// <summary>AES-128 in counter mode (RFC 3711 §4.1.1).</summary>
    ICounterCipher CreateAesCounter(ReadOnlySpan<byte> key);

    /// <summary>HMAC-SHA1 (RFC 2104).</summary>
    IMac CreateHmacSha1(ReadOnlySpan<byte> key);
}

/// <summary>Authenticated encryption under one key. Not for two threads at once; allocates nothing.</summary>
public interface IAeadCipher : IDisposable
{
    /// <summary>Writes ciphertext and 16-byte tag; <paramref name="destination"/> may be where the plaintext stands.</summary>
    void Seal(ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> associatedData, ReadOnlySpan<byte> plaintext, Span<byte> destination);

    /// <summary>Writes the plaintext of ciphertext and tag; false when the tag does not match.</summary>
    bool TryOpen(ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> associatedData, ReadOnlySpan<byte> sealedData, Span<byte> destination);
}

/// <summary>A counter-mode key stream under one key. Not for two threads at once; allocates nothing.</summary>
public interface ICounterCipher : IDisposable
{
    /// <summary>Combines input and key stream from that 16-byte counter block on; in place is allowed.</summary>
    void Apply(ReadOnlySpan<byte> counter, ReadOnlySpan<byte> input, Span<byte> output);
}

/// <summary>A keyed hash. Not for two threads at once; allocates nothing.</summary>
public interface IMac : IDisposable
{
    /// <summary>Writes the 20-byte code over both inputs, one after the other.</summary>
    void Compute(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, Span<byte> destination);
}
