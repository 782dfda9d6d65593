namespace ConsultCluster.Media.Sdp;

/// <summary>Which ways a media section runs, as the relay sees it.</summary>
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
