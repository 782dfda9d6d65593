using ConsultCluster.Media;
using ConsultCluster.Media.Dtls;

namespace ConsultCluster.Testing.Media;

/// <summary>Associations that exchange fingerprint and keys in clear: the shape of DTLS without its cryptography.</summary>
public sealed class FakeDtlsSessionFactory : IDtlsSessionFactory
{
    private readonly IRandomSource _random;
    private readonly byte[] _fingerprint = new byte[32];

    public FakeDtlsSessionFactory(IRandomSource random)
    {
        _random = random;
        random.Fill(_fingerprint);
    }

    public ReadOnlySpan<byte> LocalFingerprint => _fingerprint;

    public IDtlsSession Create(DtlsRole role) => new FakeDtlsSession(role, _fingerprint, _random);
}
