using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ConsultCluster.Relay.OpenSsl;

/// <summary>A self-made ECDSA P-256 certificate. Nobody checks its names or dates: the signalled fingerprint is what counts (RFC 8827 §6.5).</summary>
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

    /// <summary>A new key and certificate; they live as long as the process.</summary>
    public static DtlsCertificate Create(TimeProvider time)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=relay", key, HashAlgorithmName.SHA256);
        var now = time.GetUtcNow();
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddYears(1));
        return new DtlsCertificate(certificate.RawData, key.ExportECPrivateKey());
    }
}
