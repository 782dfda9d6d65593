namespace ConsultCluster.Media.Dtls;

/// <summary>Where a DTLS association stands.</summary>
public enum DtlsState
{
    /// <summary>Not finished yet.</summary>
    Handshaking,

    /// <summary>Keys are there.</summary>
    Connected,

    /// <summary>The handshake failed; nothing can follow.</summary>
    Failed,

    /// <summary>The peer, or we, ended it.</summary>
    Closed,
}
