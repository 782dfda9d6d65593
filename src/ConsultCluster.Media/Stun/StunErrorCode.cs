namespace ConsultCluster.Media.Stun;

/// <summary>Error codes of connectivity checks (RFC 8489 §14.8, RFC 8445 §16.2).</summary>
public enum StunErrorCode
{
    /// <summary>No error.</summary>
    None = 0,

    /// <summary>The request lacks a required attribute.</summary>
    BadRequest = 400,

    /// <summary>User name or integrity is wrong.</summary>
    Unauthenticated = 401,

    /// <summary>The request has unknown comprehension-required attributes.</summary>
    UnknownAttribute = 420,

    /// <summary>Both sides claim the same ICE role.</summary>
    RoleConflict = 487,
}
