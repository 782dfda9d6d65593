namespace ConsultCluster.Media.Forwarding;

/// <summary>Result of a retransmission request.</summary>
internal enum ResendResult
{
    Sent,

    /// <summary>Too soon, too often, or too many.</summary>
    Refused,

    /// <summary>Not in the history.</summary>
    Missing,
}
