namespace ConsultCluster.Media.Sdp;

/// <summary>RTCP feedback messages that the relay supports (<c>a=rtcp-fb</c>, RFC 4585 §4.2).</summary>
[Flags]
internal enum FeedbackKinds
{
    /// <summary>None of them.</summary>
    None = 0,

    /// <summary><c>nack</c></summary>
    Nack = 1,

    /// <summary><c>nack pli</c></summary>
    Pli = 2,

    /// <summary><c>goog-remb</c>, the receiver's bandwidth estimate.</summary>
    Remb = 4,

    /// <summary><c>transport-cc</c></summary>
    TransportFeedback = 8,

    /// <summary><c>ccm fir</c>, the full intra request (RFC 5104 §4.3.1).</summary>
    Fir = 16,
}
