namespace ConsultCluster.Media.Sdp;

/// <summary>Audio or video (RFC 8866 §5.14).</summary>
public enum MediaKind
{
    /// <summary><c>m=audio</c></summary>
    Audio,

    /// <summary><c>m=video</c></summary>
    Video,
}
