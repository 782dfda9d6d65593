namespace ConsultCluster.Domain.Groups;

/// <summary>How soon an answer is needed.</summary>
public enum Urgency
{
    /// <summary>Planned.</summary>
    Routine,

    /// <summary>Today.</summary>
    Urgent,

    /// <summary>Now.</summary>
    Emergency,
}
