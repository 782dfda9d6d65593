namespace ConsultCluster.Media.Sdp;

/// <summary>Sound or picture (RFC 8866 §5.14).</summary>
public enum MediaKind
{
    /// <summary><c>m=audio</c></summary>
    Audio,

    /// <summary><c>m=video</c></summary>
    Video,
}
