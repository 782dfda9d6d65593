using ConsultCluster.Ports.Stores;

namespace ConsultCluster.Server.Telemetry;

/// <summary>
/// Remembers whether the database takes writes: one that is full or may only be read still answers every question, and so looks well to whoever only reads.
/// </summary>
internal sealed class StoreWrites(TimeProvider time)
{
    /// <summary>A refusal counts for so long unless a write succeeds before: where nobody writes any more, nothing would ever take it back.</summary>
    public static readonly TimeSpan Memory = TimeSpan.FromSeconds(30);

    private readonly Lock _lock = new();
    private long? _refused;

    /// <summary>The last write was refused, and that was not long ago.</summary>
    public bool AreRefused
    {
        get
        {
            lock (_lock)
            {
                return _refused is { } then && time.GetElapsedTime(then) < Memory;
            }
        }
    }

    /// <summary>Runs one write, and remembers how it ended.</summary>
    public async Task RunAsync(Func<Task> write)
    {
        try
        {
            await write();
        }
        catch (StorageUnavailableException)
        {
            Set(time.GetTimestamp());
            throw;
        }

        Set(null);
    }

    private void Set(long? refused)
    {
        lock (_lock)
        {
            _refused = refused;
        }
    }
}
