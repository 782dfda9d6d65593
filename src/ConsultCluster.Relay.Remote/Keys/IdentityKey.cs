using System.Buffers.Text;
using System.Security.Cryptography;

namespace ConsultCluster.Relay.Remote.Keys;

/// <summary>A key pair of its own, of a relay node or of the cluster: ECDSA on P-256 with SHA-256.</summary>
public sealed class IdentityKey : IDisposable
{
    private const int SignatureBytes = 64;
    private const int MaxPublicKeyText = 256;

    private readonly ECDsa _key;

    /// <summary>For handshakes that run at the same time: the key's thread safety is not documented.</summary>
    private readonly Lock _lock = new();

    private IdentityKey(ECDsa key)
    {
        _key = key;
        PublicKey = Base64Url.EncodeToString(key.ExportSubjectPublicKeyInfo());
        Id = IdOf(key.ExportSubjectPublicKeyInfo());
    }

    /// <summary>SubjectPublicKeyInfo, base64url.</summary>
    public string PublicKey { get; }

    /// <summary>SHA-256 of the public key, base64url: what people compare.</summary>
    public string Id { get; }

    /// <summary>A new key pair.</summary>
    public static IdentityKey Create() => new(ECDsa.Create(ECCurve.NamedCurves.nistP256));

    /// <summary>The key pair of a PKCS #8 text.</summary>
    /// <exception cref="CryptographicException">It is something else.</exception>
    public static IdentityKey Parse(ReadOnlySpan<byte> pkcs8)
    {
        var key = ECDsa.Create();
        try
        {
            key.ImportPkcs8PrivateKey(pkcs8, out _);
            if (key.KeySize != 256)
            {
                throw new CryptographicException("The key is not on P-256.");
            }

            return new IdentityKey(key);
        }
        catch
        {
            key.Dispose();
            throw;
        }
    }

    /// <summary>The key pair whose private key is these 32 bytes: all who share the secret have the same.</summary>
    /// <exception cref="CryptographicException">It is no private key of P-256: one in 2^32 secrets.</exception>
    public static IdentityKey Of(ReadOnlySpan<byte> secret) =>
        new(ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, D = secret.ToArray() }));

    /// <summary>Signs; r and s, base64url.</summary>
    public string Sign(ReadOnlySpan<byte> transcript)
    {
        lock (_lock)
        {
            return Base64Url.EncodeToString(_key.SignData(transcript, HashAlgorithmName.SHA256));
        }
    }

    /// <summary>The private key in PKCS #8.</summary>
    public byte[] Export() => _key.ExportPkcs8PrivateKey();

    /// <summary>SHA-256 of a public key, base64url.</summary>
    public static string IdOf(ReadOnlySpan<byte> publicKey) => Base64Url.EncodeToString(SHA256.HashData(publicKey));

    /// <summary>The bytes of a public key on P-256; null for anything else.</summary>
    public static byte[]? ReadPublicKey(string? text)
    {
        if (text is not { Length: > 0 and <= MaxPublicKeyText } || !Base64Url.IsValid(text))
        {
            return null;
        }

        using var key = ECDsa.Create();
        try
        {
            var bytes = Base64Url.DecodeFromChars(text);
            key.ImportSubjectPublicKeyInfo(bytes, out var read);
            // One form only: another encoding of the same key would be another identity.
            return read == bytes.Length && key.KeySize == 256 && key.ExportSubjectPublicKeyInfo().AsSpan().SequenceEqual(bytes) ? bytes : null;
        }
        catch (Exception e) when (e is CryptographicException or PlatformNotSupportedException)
        {
            // The second is for the name of a curve that nobody has.
            return null;
        }
    }

    /// <summary>True when the signature was made by the private half of this public key.</summary>
    /// <param name="publicKey">Of <see cref="ReadPublicKey"/>.</param>
    public static bool IsSigned(ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> transcript, string? signature)
    {
        if (signature is null || !Base64Url.IsValid(signature) || signature.Length != Base64Url.GetEncodedLength(SignatureBytes))
        {
            return false;
        }

        using var key = ECDsa.Create();
        key.ImportSubjectPublicKeyInfo(publicKey, out _);
        return key.VerifyData(transcript, Base64Url.DecodeFromChars(signature), HashAlgorithmName.SHA256);
    }

    /// <inheritdoc/>
    public void Dispose() => _key.Dispose();
}
