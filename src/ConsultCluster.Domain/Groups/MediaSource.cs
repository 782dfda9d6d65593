namespace ConsultCluster.Domain.Groups;

/// <summary>What a published track shows or carries.</summary>
public enum MediaSource
{
    /// <summary>Sound of the terminal's microphone.</summary>
    Microphone,

    /// <summary>Picture of the terminal's camera.</summary>
    Camera,

    /// <summary>Picture of the terminal's screen.</summary>
    Screen,
}
