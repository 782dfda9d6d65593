using System.Diagnostics.CodeAnalysis;
using ConsultCluster.Domain;
using ConsultCluster.Ports.Stores;

namespace ConsultCluster.Cluster.Wire;

/// <summary>The same with a value.</summary>
[GenerateSerializer]
[Immutable]
[SuppressMessage("Design", "MA0048", Justification = "The generic twin of Answer.")]
internal sealed record Answer<T>(T? Value, Refusal? Refusal, string? StorageFault) : IAnswer
    where T : class
{
    /// <summary>Without the value.</summary>
    public Answer Plain() => new(Refusal, StorageFault);

    /// <summary>As the port says it.</summary>
    /// <exception cref="StorageUnavailableException">The database was away.</exception>
    public Outcome<T> Read() => StorageFault is null ? new Outcome<T>(Value, Refusal) : throw new StorageUnavailableException(StorageFault);
}
