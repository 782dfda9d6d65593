using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace ConsultCluster.Cluster.Hosting.Tls;

/// <summary>
/// Self-made certificates for everybody who knows the cluster's secret: a private extension holds an HMAC-SHA256 of the certificate's public key. There is no
/// authority, and nothing is written to disk. A certificate lives a week and is replaced every day.
/// </summary>
internal sealed class SecretIdentity : ISiloIdentity, IDisposable
{
    /// <summary>Extension with the HMAC as an OCTET STRING. An arc below 2.25 is a UUID (ITU-T X.667) and needs no registration.</summary>
    public const string ExtensionOid = "2.25.118105452489928187587846001021137010626";

    /// <summary>A secret of 128 bits at least: a recorded certificate would let shorter ones be guessed.</summary>
    public const int MinSecretBytes = 16;

    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";

    /// <summary>Tag and length of a DER OCTET STRING of 32 bytes.</summary>
    private static ReadOnlySpan<byte> OctetStringHead => [0x04, HMACSHA256.HashSizeInBytes];

    private static readonly TimeSpan Life = TimeSpan.FromDays(7);

    private static readonly TimeSpan RenewEvery = TimeSpan.FromDays(1);

    /// <summary>A peer's clock may be behind by so much: silos whose clock is more than 10 s off do not start, gateways have no such check.</summary>
    private static readonly TimeSpan Backdate = TimeSpan.FromHours(1);

    private readonly byte[] _key;
    private readonly TimeProvider _clock;
    private readonly Lock _lock = new();
    private X509Certificate2? _current;
    private DateTimeOffset _renewAt;

    /// <param name="secret">The same for all processes of the cluster, <see cref="MinSecretBytes"/> at least.</param>
    /// <param name="clusterId">Clusters that share a secret do not believe each other.</param>
    public SecretIdentity(byte[] secret, string clusterId, TimeProvider clock)
    {
        // RFC 5869: extract with the cluster's name as salt, expand for this one purpose.
        _key = HKDF.DeriveKey(
            HashAlgorithmName.SHA256, secret, HMACSHA256.HashSizeInBytes, Encoding.UTF8.GetBytes(clusterId), "consultcluster silo certificate 1"u8.ToArray());
        _clock = clock;
    }

    /// <inheritdoc/>
    public X509Certificate2 Current()
    {
        var now = _clock.GetUtcNow();
        lock (_lock)
        {
            // A replaced certificate is left to the garbage collector: a handshake may still use it.
            if (_current is null || now >= _renewAt)
            {
                (_current, _renewAt) = (Create(now), now + RenewEvery);
            }

            return _current;
        }
    }

    /// <inheritdoc/>
    public bool Trusts(X509Certificate2 peer, X509Certificate2Collection sent)
    {
        var now = _clock.GetUtcNow().UtcDateTime;
        return now >= peer.NotBefore.ToUniversalTime() && now <= peer.NotAfter.ToUniversalTime()
            && peer.Extensions[ExtensionOid] is { RawData: var extension }
            && extension.Length == OctetStringHead.Length + HMACSHA256.HashSizeInBytes
            && extension.AsSpan().StartsWith(OctetStringHead)
            && CryptographicOperations.FixedTimeEquals(extension.AsSpan(OctetStringHead.Length), Mac(peer.PublicKey));
    }

    public void Dispose() => _current?.Dispose();

    private X509Certificate2 Create(DateTimeOffset now)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=ConsultCluster silo", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(ServerAuthentication), new Oid(ClientAuthentication)], false));
        request.CertificateExtensions.Add(new X509Extension(ExtensionOid, [.. OctetStringHead, .. Mac(request.PublicKey)], critical: false));
        using var made = request.CreateSelfSigned(now - Backdate, now + Life);

        // Windows does not use the key of a certificate that was not imported.
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pfx), password: null);
    }

    private byte[] Mac(PublicKey key) => HMACSHA256.HashData(_key, key.ExportSubjectPublicKeyInfo());
}
