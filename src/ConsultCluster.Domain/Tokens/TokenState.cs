namespace ConsultCluster.Domain.Tokens;

/// <summary>State of a token; the database stores the same names.</summary>
public enum TokenState
{
    /// <summary>Recorded, not used yet.</summary>
    Issued,

    /// <summary>A terminal has entered with it, and may come back whether or not the token has expired.</summary>
    Used,

    /// <summary>Revoked.</summary>
    Revoked,

    /// <summary>Past its expiry, with nobody who may come back.</summary>
    Expired,
}
