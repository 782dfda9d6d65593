namespace ConsultCluster.Domain.Nodes;

/// <summary>What becomes of a request about a node.</summary>
public enum EnrolmentAnswer
{
    /// <summary>The node may join, or the order was carried out.</summary>
    Done,

    /// <summary>An administrator has to approve it.</summary>
    Waiting,

    /// <summary>The same, and the node key that it proved enrols nobody more.</summary>
    WaitingKeyUsedUp,

    /// <summary>Too many nodes wait.</summary>
    Full,

    /// <summary>The key was revoked.</summary>
    Revoked,

    /// <summary>Another key is enrolled under the name.</summary>
    NameTaken,

    /// <summary>The key is enrolled under another name.</summary>
    OtherName,

    /// <summary>The code is unknown, used or expired.</summary>
    CodeInvalid,

    /// <summary>There is no such node.</summary>
    Unknown,
}
