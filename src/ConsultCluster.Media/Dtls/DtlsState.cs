namespace ConsultCluster.Media.Dtls;

/// <summary>State of a DTLS association.</summary>
public enum DtlsState
{
    /// <summary>Not finished yet.</summary>
    Handshaking,

    /// <summary>Keys are available.</summary>
    Connected,

    /// <summary>The handshake failed permanently.</summary>
    Failed,

    /// <summary>Either side closed it.</summary>
    Closed,
}
