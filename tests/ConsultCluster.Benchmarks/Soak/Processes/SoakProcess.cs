using ConsultCluster.Benchmarks.Load;

namespace ConsultCluster.Benchmarks.Soak.Processes;

/// <summary>A server, gateway or relay node of the soak, over all its lives.</summary>
/// <param name="name">Of its node.</param>
/// <param name="start">Returns when it is ready.</param>
/// <param name="kill">What <c>kill -9</c> does.</param>
/// <param name="processId">Of the present life.</param>
/// <param name="metrics">Where its metrics are in the present life.</param>
internal sealed class SoakProcess(string name, Func<Task> start, Func<Task> kill, Func<int> processId, Func<Uri?> metrics)
{
    private readonly Lock _lock = new();
    private readonly List<List<MemorySample>> _lives = [];
    private bool _isUp;

    public string Name => name;

    /// <summary>Null while it is down.</summary>
    public Uri? Metrics => _isUp ? metrics() : null;

    public async Task StartAsync()
    {
        await start();
        lock (_lock)
        {
            _lives.Add([]);
            _isUp = true;
        }
    }

    public async Task KillAsync()
    {
        lock (_lock)
        {
            _isUp = false;
        }

        await kill();
    }

    /// <summary>Notes how much memory it holds; nothing while it is down.</summary>
    /// <exception cref="InvalidOperationException">It ended though nobody killed it.</exception>
    public void Sample(TimeSpan now)
    {
        lock (_lock)
        {
            if (!_isUp)
            {
                return;
            }

            try
            {
                _lives[^1].Add(new MemorySample(now, ResidentMemory.Of(processId())));
            }
            catch (Exception gone) when (gone is IOException or UnauthorizedAccessException or InvalidOperationException)
            {
                throw new InvalidOperationException($"{name} ended though nobody killed it.", gone);
            }
        }
    }

    /// <summary>Of each life that is long enough to say anything.</summary>
    public IEnumerable<MemoryTrend> Trends()
    {
        lock (_lock)
        {
            return [.. _lives.Select((life, index) => MemoryTrend.Of(_lives.Count == 1 ? name : $"{name}#{index + 1}", life)).OfType<MemoryTrend>()];
        }
    }

    /// <summary>Resident bytes as last noted; 0 while it is down.</summary>
    public long ResidentBytes
    {
        get
        {
            lock (_lock)
            {
                return _isUp && _lives[^1].Count > 0 ? _lives[^1][^1].Bytes : 0;
            }
        }
    }
}
