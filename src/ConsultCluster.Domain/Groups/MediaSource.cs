namespace ConsultCluster.Domain.Groups;

/// <summary>Source of a published track.</summary>
public enum MediaSource
{
    /// <summary>Microphone audio.</summary>
    Microphone,

    /// <summary>Camera video.</summary>
    Camera,

    /// <summary>Screen video.</summary>
    Screen,
}
