namespace ConsultCluster.Domain.Tokens;

/// <summary>Where a token stands; the database keeps the same words.</summary>
public enum TokenState
{
    /// <summary>Recorded, not yet entered with.</summary>
    Issued,

    /// <summary>At least one terminal entered with it.</summary>
    Used,

    /// <summary>Taken back.</summary>
    Revoked,

    /// <summary>Past its expiry.</summary>
    Expired,
}
