using System.Security.Cryptography;

namespace ConsultCluster.Server.Tokens;

/// <summary>One P-256 key of this installation, usable from any thread.</summary>
public sealed class TokenKey
{
    private readonly Lock gate = new();
    private readonly ECDsa key;

    private TokenKey(ECDsa key)
    {
        this.key = key;
        Kid = JsonWebKeyThumbprint.Of(key);
    }

    /// <summary>Its name in token headers: base64url SHA-256 thumbprint of the public key (RFC 7638).</summary>
    public string Kid { get; }

    /// <summary>A new key.</summary>
    public static TokenKey Create() => new(ECDsa.Create(ECCurve.NamedCurves.nistP256));

    /// <summary>A stored key (PKCS #8). Throws <see cref="CryptographicException"/> when the bytes are no P-256 key.</summary>
    public static TokenKey Load(ReadOnlySpan<byte> pkcs8)
    {
        var loaded = ECDsa.Create();
        loaded.ImportPkcs8PrivateKey(pkcs8, out _);
        return loaded.KeySize == 256 ? new TokenKey(loaded) : throw new CryptographicException("A signing key must be P-256.");
    }

    /// <summary>The private key (PKCS #8), for the store.</summary>
    public byte[] Export() => key.ExportPkcs8PrivateKey();

    /// <summary>ES256 signature over the bytes: 64 bytes, R and S (RFC 7518 §3.4).</summary>
    public byte[] Sign(ReadOnlySpan<byte> data)
    {
        lock (gate)
        {
            return key.SignData(data, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        }
    }

    /// <summary>True when the ES256 signature is of this key and these bytes.</summary>
    public bool Verify(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature)
    {
        lock (gate)
        {
            return key.VerifyData(data, signature, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        }
    }
}
