namespace ConsultCluster.Media.Sdp;

/// <summary>Profiles of H.264: tools that a stream may use, or that a decoder has (RFC 6184 §8.1, table 5).</summary>
public enum H264Profile
{
    /// <summary>None of the others.</summary>
    Unknown,

    /// <summary>What every browser decodes.</summary>
    ConstrainedBaseline,

    /// <summary>Constrained Baseline and error resilience tools that encoders do not use.</summary>
    Baseline,

    /// <summary>Baseline and tools for streaming.</summary>
    Extended,

    /// <summary>Constrained Baseline, B slices, CABAC and interlacing.</summary>
    Main,

    /// <summary>High without B slices and interlacing.</summary>
    ConstrainedHigh,

    /// <summary>Main and 8x8 transforms.</summary>
    High,

    /// <summary>High with 10 bits.</summary>
    High10,

    /// <summary>High 10 and 4:2:2.</summary>
    High422,

    /// <summary>High 4:2:2 and 4:4:4.</summary>
    High444,

    /// <summary>High 10 of intra pictures only.</summary>
    High10Intra,

    /// <summary>High 4:2:2 of intra pictures only.</summary>
    High422Intra,

    /// <summary>High 4:4:4 of intra pictures only.</summary>
    High444Intra,

    /// <summary>High 4:4:4 Intra without CABAC.</summary>
    Cavlc444Intra,
}
