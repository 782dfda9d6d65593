namespace ConsultCluster.Media.Sdp;

/// <summary>Directions of a media section, from the relay's side.</summary>
[Flags]
public enum MediaDirections
{
    /// <summary><c>a=inactive</c></summary>
    None = 0,

    /// <summary>The terminal publishes here.</summary>
    Receive = 1,

    /// <summary>A receive slot of the terminal, which the relay fills.</summary>
    Send = 2,
}
