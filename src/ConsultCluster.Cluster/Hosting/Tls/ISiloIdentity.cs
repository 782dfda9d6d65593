using System.Security.Cryptography.X509Certificates;

namespace ConsultCluster.Cluster.Hosting.Tls;

/// <summary>What this process shows to silos and gateways, and whom it believes. May be used from any thread.</summary>
internal interface ISiloIdentity
{
    /// <summary>The certificate to show now, with its private key; for both ends of a connection.</summary>
    X509Certificate2 Current();

    /// <summary>The peer belongs to this cluster. TLS has already proven that the peer has the certificate's private key.</summary>
    /// <param name="sent">Further certificates that the peer sent.</param>
    bool Trusts(X509Certificate2 peer, X509Certificate2Collection sent);
}
