using System.Buffers.Text;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ConsultCluster.Relay.Remote;

/// <summary>The certificate with which this process terminates TLS, if it does. A node that trusts no authority binds its proof to it.</summary>
public sealed class OwnCertificate
{
    /// <summary>SHA-256 of the certificate (DER), base64url; null without HTTPS.</summary>
    public string? Hash { get; private set; }

    /// <summary>Sets the certificate, at start-up.</summary>
    public void Set(X509Certificate2 certificate) => Hash = HashOf(certificate);

    /// <summary>SHA-256 of any certificate (DER), base64url.</summary>
    public static string HashOf(X509Certificate certificate)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        return Base64Url.EncodeToString(SHA256.HashData(certificate.GetRawCertData()));
    }
}
