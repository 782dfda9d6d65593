using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ConsultCluster.Storage.Keys;

namespace ConsultCluster.Server.Hosting;

/// <summary>The certificate of <c>--https</c>: made at first use and kept, so that a browser has to be told only once.</summary>
internal static class SelfMadeCertificate
{
    private const string FileName = "https.pfx";
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";

    /// <summary>Browsers refuse longer ones (CA/Browser Forum limit of 398 days).</summary>
    private static readonly TimeSpan Life = TimeSpan.FromDays(397);

    private static readonly TimeSpan RenewBefore = TimeSpan.FromDays(30);

    /// <summary>The kept certificate if it still serves these addresses, else a new one.</summary>
    /// <exception cref="InvalidDataException">The file is there but holds something else.</exception>
    public static X509Certificate2 LoadOrCreate(string folder, IReadOnlyCollection<IPAddress> addresses, DateTimeOffset now)
    {
        var path = Path.Combine(folder, FileName);
        if (File.Exists(path))
        {
            var kept = Load(path);
            if (kept.NotAfter.ToUniversalTime() > (now + RenewBefore).UtcDateTime
                && addresses.All(a => kept.MatchesHostname(a.ToString(), allowWildcards: false, allowCommonName: false)))
            {
                return kept;
            }

            kept.Dispose();
        }

        var pfx = Create(addresses, now);
        SecretFile.Write(path, pfx);
        return X509CertificateLoader.LoadPkcs12(pfx, password: null);
    }

    private static X509Certificate2 Load(string path)
    {
        try
        {
            return X509CertificateLoader.LoadPkcs12FromFile(path, password: null);
        }
        catch (CryptographicException e)
        {
            throw new InvalidDataException($"{path} is not a certificate with its key: {e.Message} Restore it, or move it away and a new one is made.", e);
        }
    }

    private static byte[] Create(IReadOnlyCollection<IPAddress> addresses, DateTimeOffset now)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=ConsultCluster", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        names.AddIpAddress(IPAddress.IPv6Loopback);
        foreach (var address in addresses.Where(a => !IPAddress.IsLoopback(a)))
        {
            names.AddIpAddress(address);
        }

        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(ServerAuthentication)], false));
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now + Life);
        return certificate.Export(X509ContentType.Pfx);
    }
}
