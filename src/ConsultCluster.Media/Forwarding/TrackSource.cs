namespace ConsultCluster.Media.Forwarding;

/// <summary>Source of a published track.</summary>
public enum TrackSource
{
    /// <summary>Audio.</summary>
    Microphone,

    /// <summary>Video of a person or a place.</summary>
    Camera,

    /// <summary>Video of a screen.</summary>
    Screen,
}
