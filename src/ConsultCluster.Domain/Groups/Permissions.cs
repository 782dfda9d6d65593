namespace ConsultCluster.Domain.Groups;

/// <summary>Permissions of a token in its group.</summary>
[Flags]
public enum Permissions
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Send microphone and camera.</summary>
    Publish = 1,

    /// <summary>Receive media of the others.</summary>
    Subscribe = 2,

    /// <summary>Send a screen track.</summary>
    ShareScreen = 4,

    /// <summary>Write chat messages.</summary>
    Chat = 8,

    /// <summary>Mute and remove others, issue and revoke tokens.</summary>
    Moderate = 16,

    /// <summary>Close the consultation.</summary>
    Close = 32,
}
