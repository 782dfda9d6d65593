namespace ConsultCluster.Media.Rtcp;

/// <summary>Known RTCP packet types; others are skipped.</summary>
public enum RtcpType : byte
{
    /// <summary>RFC 3550 §6.4.1.</summary>
    SenderReport = 200,

    /// <summary>RFC 3550 §6.4.2.</summary>
    ReceiverReport = 201,

    /// <summary>RFC 3550 §6.5.</summary>
    SourceDescription = 202,

    /// <summary>RFC 3550 §6.6.</summary>
    Bye = 203,

    /// <summary>RFC 4585 §6.2.</summary>
    TransportFeedback = 205,

    /// <summary>RFC 4585 §6.3.</summary>
    PayloadFeedback = 206,
}
