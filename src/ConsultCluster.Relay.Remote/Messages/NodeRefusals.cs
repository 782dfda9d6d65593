namespace ConsultCluster.Relay.Remote.Messages;

/// <summary>Why a link is refused or closed; never renamed.</summary>
public static class NodeRefusals
{
    /// <summary>The node speaks an older protocol than the control process.</summary>
    public const string VersionOld = "node.version_old";

    /// <summary>The node speaks a newer protocol than the control process.</summary>
    public const string VersionNew = "node.version_new";

    /// <summary>One end cannot prove the key or code that the other one knows.</summary>
    public const string WrongKey = "node.wrong_key";

    /// <summary>An administrator has to approve the node.</summary>
    public const string Waiting = "node.waiting";

    /// <summary>An administrator has revoked the node's key.</summary>
    public const string Revoked = "node.revoked";

    /// <summary>A relay answered a terminal with another certificate than the node's key vouched for.</summary>
    public const string WrongFingerprint = "node.wrong_fingerprint";

    /// <summary>The certificate that the node saw is not the control process's: a man in the middle, or a proxy that terminates TLS.</summary>
    public const string WrongCertificate = "node.wrong_certificate";

    /// <summary>The link comes from another machine and is not encrypted.</summary>
    public const string NotEncrypted = "node.not_encrypted";

    /// <summary>An active node has the same name.</summary>
    public const string NameTaken = "node.name_taken";

    /// <summary>A relay with one of the ids is listed already.</summary>
    public const string RelayTaken = "node.relay_taken";

    /// <summary>The limit of nodes is reached, or too many nodes join at once.</summary>
    public const string Full = "node.full";

    /// <summary>Not a message of this protocol, too large, or out of sequence.</summary>
    public const string Malformed = "node.malformed";

    /// <summary>The other end was silent for too long, or stopped reading.</summary>
    public const string Silent = "node.silent";

    /// <summary>The same node has a newer link.</summary>
    public const string Replaced = "node.replaced";

    /// <summary>The order is older than the time the control process waits for its answer.</summary>
    public const string StaleOrder = "node.stale_order";
}
