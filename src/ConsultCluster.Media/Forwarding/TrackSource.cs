namespace ConsultCluster.Media.Forwarding;

/// <summary>What a published track carries.</summary>
public enum TrackSource
{
    /// <summary>Sound.</summary>
    Microphone,

    /// <summary>Picture of a person or a place.</summary>
    Camera,

    /// <summary>Picture of a screen.</summary>
    Screen,
}
