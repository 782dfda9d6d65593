namespace ConsultCluster.Ports.Stores;

/// <summary>What is wrong with the first wrong entry of the audit.</summary>
public enum AuditFault
{
    /// <summary>Its content or its number is not what its hash covers.</summary>
    Changed,

    /// <summary>It is gone, and later entries are there.</summary>
    Missing,

    /// <summary>It and everything after it is gone: a head or the database's own counter names a later entry.</summary>
    CutTail,

    /// <summary>It was put in: the entry that belongs here follows it.</summary>
    Inserted,

    /// <summary>Its hash fits, but no trusted key has signed it: it was rewritten or added by somebody without the key.</summary>
    WrongSignature,

    /// <summary>The entry that belongs here is at another number.</summary>
    Reordered,

    /// <summary>It is signed, and an exported head names another: an older copy of the database was put back, or somebody has the key.</summary>
    Replaced,
}
