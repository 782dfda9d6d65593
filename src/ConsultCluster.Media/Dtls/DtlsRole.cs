namespace ConsultCluster.Media.Dtls;

/// <summary>Who sends the first flight (RFC 8842 §5).</summary>
public enum DtlsRole
{
    /// <summary><c>a=setup:passive</c>: waits for the ClientHello.</summary>
    Server,

    /// <summary><c>a=setup:active</c>: sends the ClientHello.</summary>
    Client,
}
