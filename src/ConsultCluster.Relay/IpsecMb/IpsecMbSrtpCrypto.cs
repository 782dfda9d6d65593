using ConsultCluster.Media.Srtp;
using ConsultCluster.Relay.OpenSsl;

namespace ConsultCluster.Relay.IpsecMb;

/// <summary>AES-GCM by <see cref="LibIpsecMb"/>, everything else by OpenSSL.</summary>
public sealed class IpsecMbSrtpCrypto : ISrtpCrypto
{
    private IpsecMbSrtpCrypto()
    {
    }

    /// <summary>Null when the library or an instruction is missing, or when results differ from OpenSSL's.</summary>
    public static IpsecMbSrtpCrypto? Instance { get; } = LibIpsecMb.IsAvailable && AgreesWithOpenSsl() ? new() : null;

    /// <inheritdoc/>
    public IAeadCipher CreateAesGcm(ReadOnlySpan<byte> key) => new IpsecMbAesGcm(key);

    /// <inheritdoc/>
    public ICounterCipher CreateAesCounter(ReadOnlySpan<byte> key) => OpenSslSrtpCrypto.Instance.CreateAesCounter(key);

    /// <inheritdoc/>
    public IMac CreateHmacSha1(ReadOnlySpan<byte> key) => OpenSslSrtpCrypto.Instance.CreateHmacSha1(key);

    /// <summary>
    /// An incompatible build under the same name would break every call, so both libraries seal one packet of odd
    /// length, and this one opens it again.
    /// </summary>
    private static bool AgreesWithOpenSsl()
    {
        ReadOnlySpan<byte> key = "sixteen byte key"u8;
        ReadOnlySpan<byte> nonce = "twelve bytes"u8;
        ReadOnlySpan<byte> header = "header of twenty bytes"u8;
        Span<byte> plain = stackalloc byte[333];
        Span<byte> ours = stackalloc byte[plain.Length + 16];
        Span<byte> theirs = stackalloc byte[ours.Length];
        plain.Fill(0x5A);
        using var cipher = new IpsecMbAesGcm(key);
        using var reference = new OpenSslAesGcm(key);
        cipher.Seal(nonce, header, plain, ours);
        reference.Seal(nonce, header, plain, theirs);
        return ours.SequenceEqual(theirs)
            && cipher.TryOpen(nonce, header, ours, ours)
            && ours[..plain.Length].SequenceEqual(plain);
    }
}
