using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ConsultCluster.Cluster.Hosting.Tls;

/// <summary>A certificate of the operator's instead of self-made ones.</summary>
/// <param name="Certificate">Shown to silos and gateways, as server and as client; with its private key.</param>
/// <param name="Authorities">Whose certificates are believed: whatever one of them issued belongs to the cluster.</param>
public sealed record SiloCertificate(X509Certificate2 Certificate, X509Certificate2Collection Authorities)
{
    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";

    /// <summary>Reads both from files.</summary>
    /// <param name="certificate">PFX without a password, or PEM with certificate and private key.</param>
    /// <param name="authorities">PEM with one certificate or more.</param>
    /// <exception cref="InvalidDataException">A file cannot be read or holds something else; the message names it.</exception>
    public static SiloCertificate Load(string certificate, string authorities)
    {
        var own = Read(certificate, path => X509Certificate2.GetCertContentType(path) == X509ContentType.Pfx
            ? X509CertificateLoader.LoadPkcs12FromFile(path, password: null)
            : FromPem(path));
        if (!own.HasPrivateKey)
        {
            throw new InvalidDataException($"{certificate} holds no private key.");
        }

        var uses = own.Extensions.OfType<X509EnhancedKeyUsageExtension>().FirstOrDefault()?.EnhancedKeyUsages;
        if (uses is not null && (uses[ServerAuthentication] is null || uses[ClientAuthentication] is null))
        {
            throw new InvalidDataException($"{certificate} has to allow both server and client authentication (extended key usage).");
        }

        var trusted = Read(authorities, path =>
        {
            var all = new X509Certificate2Collection();
            all.ImportFromPemFile(path);
            return all;
        });
        return trusted.Count > 0 ? new SiloCertificate(own, trusted) : throw new InvalidDataException($"{authorities} holds no certificate.");
    }

    private static X509Certificate2 FromPem(string path)
    {
        using var read = X509Certificate2.CreateFromPemFile(path);

        // Windows does not use the key of a certificate that was not imported.
        return X509CertificateLoader.LoadPkcs12(read.Export(X509ContentType.Pfx), password: null);
    }

    private static T Read<T>(string path, Func<string, T> read)
    {
        try
        {
            return read(path);
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new InvalidDataException($"{path} cannot be used for the silos' certificates: {e.Message}", e);
        }
    }
}
