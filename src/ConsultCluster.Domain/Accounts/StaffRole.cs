namespace ConsultCluster.Domain.Accounts;

/// <summary>What an account may do in the product; roles inside a consultation are the token's.</summary>
public enum StaffRole
{
    /// <summary>Asks for consultations.</summary>
    Applicant,

    /// <summary>Is asked.</summary>
    Expert,

    /// <summary>Arranges and moderates.</summary>
    Coordinator,

    /// <summary>Keeps accounts and keys.</summary>
    Administrator,
}
