namespace ConsultCluster.Domain.Relays;

/// <summary>Why a relay is wanted: what may be refused to it, and how many others want the same at this moment.</summary>
internal enum Demand
{
    /// <summary>A terminal that enters, or leaves a draining relay: each when it comes.</summary>
    Enters,

    /// <summary>A terminal whose relay died: all planners ask for all of theirs at once, and nobody's media flows until then.</summary>
    Flees,

    /// <summary>A terminal that would be better off elsewhere, and may as well wait.</summary>
    Improves,

    /// <summary>A silent session for later.</summary>
    StandsBy,
}
