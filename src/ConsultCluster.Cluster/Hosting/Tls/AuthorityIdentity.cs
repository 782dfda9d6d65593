using System.Security.Cryptography.X509Certificates;

namespace ConsultCluster.Cluster.Hosting.Tls;

/// <summary>A certificate of the operator's, and peers whose certificates lead to the operator's authorities. Names are not compared: silos come and go.</summary>
internal sealed class AuthorityIdentity(SiloCertificate own, TimeProvider clock) : ISiloIdentity
{
    /// <inheritdoc/>
    public X509Certificate2 Current() => own.Certificate;

    /// <inheritdoc/>
    public bool Trusts(X509Certificate2 peer, X509Certificate2Collection sent)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(own.Authorities);
        chain.ChainPolicy.ExtraStore.AddRange(own.Authorities);
        chain.ChainPolicy.ExtraStore.AddRange(sent);
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.VerificationTime = clock.GetUtcNow().UtcDateTime;
        return chain.Build(peer);
    }
}
