using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ConsultCluster.Cluster.Hosting.Tls;

namespace ConsultCluster.Cluster.Tests.Hosting;

/// <summary>Certificates of the operator's own.</summary>
public sealed class SiloCertificateTests : IDisposable
{
    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";

    private readonly SettableClock _clock = new();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("consult-certificates-");
    private readonly X509Certificate2 _authority;

    public SiloCertificateTests() => _authority = Authority();

    public void Dispose()
    {
        _authority.Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public void Trusts_IssuedByTheAuthority_UntilItExpires()
    {
        var identity = new AuthorityIdentity(Load(Pem(Issue(_authority))), _clock);
        var peer = Issue(_authority);

        Assert.True(identity.Trusts(peer, []));
        _clock.Move(TimeSpan.FromDays(31));
        Assert.False(identity.Trusts(peer, []));
    }

    [Fact]
    public void Trusts_OfAnotherAuthorityOfTheSameNameOrSelfMade_IsFalse()
    {
        var identity = new AuthorityIdentity(Load(Pem(Issue(_authority))), _clock);
        using var other = Authority();

        Assert.False(identity.Trusts(Issue(other), [other]));
        Assert.False(identity.Trusts(new SecretIdentity(new byte[32], "cluster", _clock).Current(), []));
    }

    [Fact]
    public void Load_PfxAndPem_HaveThePrivateKey()
    {
        using var issued = Issue(_authority);
        var pfx = Write("silo.pfx", issued.Export(X509ContentType.Pfx));

        Assert.True(Load(pfx).Certificate.HasPrivateKey);
        Assert.True(Load(Pem(issued)).Certificate.HasPrivateKey);
    }

    [Fact]
    public void Load_Unusable_SaysWhichFile()
    {
        var good = Pem(Issue(_authority));
        var text = Write("text", "no certificate"u8.ToArray());
        var noKey = Write("no-key.pem", System.Text.Encoding.ASCII.GetBytes(_authority.ExportCertificatePem()));
        var serverOnly = Pem(Issue(_authority, ServerAuthentication));

        foreach (var wrong in new[] { text, noKey, serverOnly, Path.Combine(_folder.FullName, "none") })
        {
            Assert.Contains(wrong, Assert.Throws<InvalidDataException>(() => SiloCertificate.Load(wrong, Trusted())).Message, StringComparison.Ordinal);
        }

        Assert.Contains(text, Assert.Throws<InvalidDataException>(() => SiloCertificate.Load(good, text)).Message, StringComparison.Ordinal);
    }

    private SiloCertificate Load(string certificate) => SiloCertificate.Load(certificate, Trusted());

    private string Trusted() => Write("ca.pem", System.Text.Encoding.ASCII.GetBytes(_authority.ExportCertificatePem()));

    private string Pem(X509Certificate2 certificate) => Write(
        $"{Guid.NewGuid():N}.pem",
        System.Text.Encoding.ASCII.GetBytes(certificate.ExportCertificatePem() + "\n" + certificate.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem()));

    private string Write(string name, byte[] content)
    {
        var path = Path.Combine(_folder.FullName, name);
        File.WriteAllBytes(path, content);
        return path;
    }

    private X509Certificate2 Authority()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=authority", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        return request.CreateSelfSigned(_clock.GetUtcNow().AddDays(-1), _clock.GetUtcNow().AddYears(1));
    }

    private X509Certificate2 Issue(X509Certificate2 authority, params string[] uses)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=silo", key, HashAlgorithmName.SHA256);
        var all = new OidCollection();
        foreach (var use in uses.Length > 0 ? uses : [ServerAuthentication, ClientAuthentication])
        {
            all.Add(new Oid(use));
        }

        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension(all, false));
        using var issued = request.Create(authority, _clock.GetUtcNow().AddDays(-1), _clock.GetUtcNow().AddDays(30), RandomNumberGenerator.GetBytes(8));
        return issued.CopyWithPrivateKey(key);
    }
}
