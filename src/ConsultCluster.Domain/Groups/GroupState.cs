namespace ConsultCluster.Domain.Groups;

/// <summary>State of a consultation group.</summary>
public enum GroupState
{
    /// <summary>Created; nobody has entered yet.</summary>
    Open,

    /// <summary>At least one terminal has entered.</summary>
    Active,

    /// <summary>Closed by a person.</summary>
    Closed,

    /// <summary>Expired unused.</summary>
    Expired,
}
