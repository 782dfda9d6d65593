namespace ConsultCluster.Domain.Groups;

/// <summary>Presence of a member's terminal.</summary>
public enum PresenceState
{
    /// <summary>Entered by token; media not flowing yet.</summary>
    Entered,

    /// <summary>Media flows in every direction that the token allows.</summary>
    Connected,

    /// <summary>Signalling was lost; the seat is held.</summary>
    Reconnecting,
}
