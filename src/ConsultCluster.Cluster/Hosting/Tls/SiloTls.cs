using System.Net.Security;
using System.Security.Authentication;
using Orleans.Connections.Security;

namespace ConsultCluster.Cluster.Hosting.Tls;

/// <summary>Mutual TLS 1.3 on every connection between silos, and between gateways and silos.</summary>
internal static class SiloTls
{
    /// <summary>A silo that was frozen accepts connections but never answers; the handshake gives up before a caller does.</summary>
    private static readonly TimeSpan HandshakeTimeout = TimeSpan.FromSeconds(5);

    /// <summary>Whom this process is to its peers.</summary>
    /// <exception cref="ArgumentException">There is neither a certificate nor a secret.</exception>
    public static ISiloIdentity Identity(ClusterSettings settings)
    {
        if (settings.Certificate is { } own)
        {
            return new AuthorityIdentity(own, TimeProvider.System);
        }

        return settings.Secret is { } secret
            ? new SecretIdentity(secret, settings.ClusterId, TimeProvider.System)
            : throw new ArgumentException($"{nameof(ClusterSettings.Secret)} is missing.", nameof(settings));
    }

    public static void Use(ISiloBuilder silo, ISiloIdentity identity) => silo.UseTls(options => Set(options, identity));

    public static void Use(IClientBuilder client, ISiloIdentity identity) => client.UseTls(options => Set(options, identity));

    private static void Set(TlsOptions options, ISiloIdentity identity)
    {
        options.SslProtocols = SslProtocols.Tls13;
        options.HandshakeTimeout = HandshakeTimeout;
        options.LocalServerCertificateSelector = (_, _) => identity.Current();
        options.LocalClientCertificateSelector = (_, _, _, _, _) => identity.Current();
        options.RemoteCertificateMode = RemoteCertificateMode.RequireCertificate;
        options.ClientCertificateMode = RemoteCertificateMode.AllowCertificate;

        // What TLS itself says of chain and name does not count: there is no public authority, and silos have no names.
        options.RemoteCertificateValidation = (peer, chain, _) => identity.Trusts(peer, chain?.ChainPolicy.ExtraStore ?? []);

        // Resumed sessions would show certificates of before.
        options.OnAuthenticateAsServer = (_, server) => ((SslServerAuthenticationOptions)server.SslServerAuthenticationOptions).AllowTlsResume = false;
        options.OnAuthenticateAsClient = (_, client) => ((SslClientAuthenticationOptions)client.SslClientAuthenticationOptions).AllowTlsResume = false;
    }
}
