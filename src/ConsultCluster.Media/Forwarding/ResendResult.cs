namespace ConsultCluster.Media.Forwarding;

/// <summary>What became of a wish for a packet.</summary>
internal enum ResendResult
{
    Sent,

    /// <summary>Too soon, too often, or too many.</summary>
    Refused,

    /// <summary>Not in the history.</summary>
    Missing,
}
