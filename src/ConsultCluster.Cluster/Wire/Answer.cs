using ConsultCluster.Domain;
using ConsultCluster.Ports.Stores;

namespace ConsultCluster.Cluster.Wire;

/// <summary>What was wrong with the database: <see cref="StorageUnavailableException"/> as it crosses between processes, which exceptions of ours do not.</summary>
[GenerateSerializer]
[Immutable]
internal sealed record StorageFault(string Reason, bool MayBeRecorded)
{
    /// <summary>The fault as a grain's edge catches it.</summary>
    public static StorageFault Of(StorageUnavailableException e) => new(e.Message, e.MayBeRecorded);

    /// <summary>The fault as the port says it.</summary>
    public StorageUnavailableException ToException() => new(Reason) { MayBeRecorded = MayBeRecorded };
}

/// <summary>How a group's grain answered, whatever the value.</summary>
internal interface IAnswer
{
    /// <summary>Null when it was done.</summary>
    Refusal? Refusal { get; }

    /// <summary>What was wrong with the database; null when it worked.</summary>
    StorageFault? StorageFault { get; }
}

/// <summary>What a group's grain answers: done or refused, or that the database was away.</summary>
[GenerateSerializer]
[Immutable]
internal sealed record Answer(Refusal? Refusal, StorageFault? StorageFault) : IAnswer
{
    /// <summary>Neither refused nor a fault.</summary>
    public static Answer Done { get; } = new(null, null);

    /// <summary>Runs a command at the grain's edge.</summary>
    public static async Task<Answer> OfAsync(Task<Outcome> asked)
    {
        try
        {
            return new Answer((await asked).Refusal, null);
        }
        catch (StorageUnavailableException e)
        {
            return new Answer(null, StorageFault.Of(e));
        }
    }

    /// <summary>As the port says it.</summary>
    /// <exception cref="StorageUnavailableException">The database was away.</exception>
    public Outcome Read() => StorageFault is null ? new Outcome(Refusal) : throw StorageFault.ToException();
}

/// <summary>The same with a value.</summary>
[GenerateSerializer]
[Immutable]
internal sealed record Answer<T>(T? Value, Refusal? Refusal, StorageFault? StorageFault) : IAnswer
    where T : class
{
    /// <summary>Without the value.</summary>
    public Answer Plain() => new(Refusal, StorageFault);

    /// <summary>As the port says it.</summary>
    /// <exception cref="StorageUnavailableException">The database was away.</exception>
    public Outcome<T> Read() => StorageFault is null ? new Outcome<T>(Value, Refusal) : throw StorageFault.ToException();
}
