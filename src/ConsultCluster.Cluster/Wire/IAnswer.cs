using ConsultCluster.Domain;

namespace ConsultCluster.Cluster.Wire;

/// <summary>How a group's grain answered, whatever the value.</summary>
internal interface IAnswer
{
    /// <summary>Null when it was done.</summary>
    Refusal? Refusal { get; }

    /// <summary>What was wrong with the database; null when it worked.</summary>
    string? StorageFault { get; }
}
