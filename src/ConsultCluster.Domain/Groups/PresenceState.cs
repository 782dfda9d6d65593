namespace ConsultCluster.Domain.Groups;

/// <summary>Where a member's terminal stands.</summary>
public enum PresenceState
{
    /// <summary>Entered by token; media not flowing yet.</summary>
    Entered,

    /// <summary>Media flows in every direction the token allows.</summary>
    Connected,

    /// <summary>Signalling was lost; the seat is held.</summary>
    Reconnecting,
}
