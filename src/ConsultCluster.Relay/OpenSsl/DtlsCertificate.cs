using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ConsultCluster.Relay.OpenSsl;

/// <summary>
/// A self-signed ECDSA P-256 certificate. Peers check only the signalled fingerprint, not names or dates (RFC 8827
/// §6.5).
/// </summary>
public sealed class DtlsCertificate
{
    private DtlsCertificate(byte[] certificate, byte[] privateKey)
    {
        Certificate = certificate;
        PrivateKey = privateKey;
        Fingerprint = SHA256.HashData(certificate);
    }

    /// <summary>SHA-256 of the DER form, 32 bytes (RFC 8122 §5).</summary>
    public ReadOnlyMemory<byte> Fingerprint { get; }

    /// <summary>DER form.</summary>
    internal byte[] Certificate { get; }

    /// <summary>SEC1 ECPrivateKey, DER form.</summary>
    internal byte[] PrivateKey { get; }

    /// <summary>Creates a key and certificate for the lifetime of the process.</summary>
    public static DtlsCertificate Create(TimeProvider time)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=relay", key, HashAlgorithmName.SHA256);
        var now = time.GetUtcNow();
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddYears(1));
        return new DtlsCertificate(certificate.RawData, key.ExportECPrivateKey());
    }
}
