namespace ConsultCluster.Ports.Stores;

/// <summary>Where a signing key stands.</summary>
public enum SigningKeyState
{
    /// <summary>Signs new tokens; at most one.</summary>
    Active,

    /// <summary>Only checks tokens that it signed.</summary>
    Retired,
}
