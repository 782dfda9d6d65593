namespace ConsultCluster.Benchmarks.Soak.Processes;

/// <summary>Notes the memory of all processes every few seconds, and reads their counters.</summary>
internal sealed class Gauges(IReadOnlyList<SoakProcess> processes, RunClock clock) : IDisposable
{
    private const int SamplesPerReading = 4;

    private static readonly TimeSpan _every = TimeSpan.FromSeconds(5);

    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(10) };
    private readonly CounterTotals _counters = new();

    /// <summary>By how much each counter grew, over all processes and their lives.</summary>
    public IReadOnlyDictionary<string, double> Counters => _counters.Totals;

    /// <summary>Until it is cancelled.</summary>
    /// <exception cref="InvalidOperationException">A process ended though nobody killed it.</exception>
    public async Task RunAsync(CancellationToken end)
    {
        for (var i = 0; !end.IsCancellationRequested; i++)
        {
            foreach (var process in processes)
            {
                process.Sample(clock.Now);
            }

            if (i % SamplesPerReading == 0)
            {
                await ReadAsync();
            }

            await Pace.ForAsync(_every, end);
        }

        await ReadAsync();
    }

    public void Dispose() => _http.Dispose();

    private async Task ReadAsync()
    {
        foreach (var process in processes)
        {
            try
            {
                if (process.Metrics is { } address)
                {
                    _counters.Add(process.Name, await _http.GetStringAsync(new Uri(address, "/metrics")));
                }
            }
            catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
            {
                // It was killed just now; what it counted since the last reading is lost.
            }
        }
    }
}
