namespace ConsultCluster.Domain.Groups;

/// <summary>Why a terminal left.</summary>
public enum LeaveReason
{
    /// <summary>The person left.</summary>
    Left,

    /// <summary>A moderator removed the terminal, or its token was revoked.</summary>
    Removed,

    /// <summary>The held seat was not resumed in time.</summary>
    TimedOut,

    /// <summary>The consultation ended.</summary>
    GroupClosed,
}
