using ConsultCluster.Domain;
using ConsultCluster.Ports.Stores;

namespace ConsultCluster.Cluster.Wire;

/// <summary>What a group's grain answers: done or refused, or that the database was away. Exceptions of ours do not cross between processes.</summary>
/// <param name="StorageFault">What was wrong with the database; null when it worked.</param>
[GenerateSerializer]
[Immutable]
internal sealed record Answer(Refusal? Refusal, string? StorageFault) : IAnswer
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
            return new Answer(null, e.Message);
        }
    }

    /// <summary>Runs what cannot be refused at the grain's edge.</summary>
    public static async Task<Answer> OfAsync(Task told)
    {
        try
        {
            await told;
            return new Answer(null, null);
        }
        catch (StorageUnavailableException e)
        {
            return new Answer(null, e.Message);
        }
    }

    /// <summary>Runs a question at the grain's edge.</summary>
    public static async Task<Answer<T>> OfAsync<T>(Task<Outcome<T>> asked)
        where T : class
    {
        try
        {
            var (value, refusal) = await asked;
            return new Answer<T>(value, refusal, null);
        }
        catch (StorageUnavailableException e)
        {
            return new Answer<T>(null, null, e.Message);
        }
    }

    /// <summary>As the port says it.</summary>
    /// <exception cref="StorageUnavailableException">The database was away.</exception>
    public Outcome Read() => StorageFault is null ? new Outcome(Refusal) : throw new StorageUnavailableException(StorageFault);
}
