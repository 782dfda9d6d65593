namespace ConsultCluster.Domain.Tokens;

/// <summary>State of a token; the database stores the same names.</summary>
public enum TokenState
{
    /// <summary>Recorded, not used yet.</summary>
    Issued,

    /// <summary>At least one terminal has entered with it.</summary>
    Used,

    /// <summary>Revoked.</summary>
    Revoked,

    /// <summary>Past its expiry.</summary>
    Expired,
}
