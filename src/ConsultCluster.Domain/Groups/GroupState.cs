namespace ConsultCluster.Domain.Groups;

/// <summary>Where a consultation group stands.</summary>
public enum GroupState
{
    /// <summary>Requested and created; nobody has entered yet.</summary>
    Open,

    /// <summary>Somebody is or was inside.</summary>
    Active,

    /// <summary>Closed by a person.</summary>
    Closed,

    /// <summary>Closed by time: nobody used it.</summary>
    Expired,
}
