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
