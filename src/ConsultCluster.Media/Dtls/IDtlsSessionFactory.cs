namespace ConsultCluster.Media.Dtls;

/// <summary>Creates associations that share one certificate.</summary>
public interface IDtlsSessionFactory
{
    /// <summary>SHA-256 of our certificate, 32 bytes, for <c>a=fingerprint</c> (RFC 8122).</summary>
    ReadOnlySpan<byte> LocalFingerprint { get; }

    /// <summary>Creates an association in that role.</summary>
    IDtlsSession Create(DtlsRole role);
}
