using System.Collections.Immutable;
using ConsultCluster.Cluster.Hosting;
using ConsultCluster.Ports.Clusters;
using Microsoft.Extensions.Logging;

namespace ConsultCluster.Cluster.Silos;

/// <summary>The list of live silos, and who waits for it to change. May be used from any thread.</summary>
internal sealed class SiloRoll(ILogger logger)
{
    private readonly Lock _lock = new();
    private string[] _names = [];
    private TaskCompletionSource _next = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public event Action? Changed;

    public ImmutableArray<LiveSilo> Live { get; private set; } = [];

    /// <summary>Takes the list as it is now; <see cref="Changed"/> comes only when it is another. One call at a time.</summary>
    /// <param name="silos">Names as in the membership, and whether it is this process.</param>
    public void Set((string Name, bool IsSelf)[] silos)
    {
        Array.Sort(silos, (a, b) => string.CompareOrdinal(a.Name, b.Name));
        string[] names = [.. silos.Select(s => s.Name)];
        TaskCompletionSource before;
        lock (_lock)
        {
            if (names.AsSpan().SequenceEqual(_names))
            {
                return;
            }

            _names = names;
            Live = [.. silos.Select(s => SiloName.Read(s.Name, s.IsSelf))];
            before = _next;
            _next = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        ClusterLog.SilosChanged(logger, string.Join(", ", Live.Select(silo => silo.Name)));
        before.SetResult();
        Changed?.Invoke();
    }

    /// <summary>The names, once they are others than these; at the latest after that time.</summary>
    public async Task<string[]> NextAsync(string[] known, TimeSpan atMost)
    {
        Task next;
        lock (_lock)
        {
            if (!known.AsSpan().SequenceEqual(_names))
            {
                return _names;
            }

            next = _next.Task;
        }

        await next.WaitAsync(atMost).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        lock (_lock)
        {
            return _names;
        }
    }
}
