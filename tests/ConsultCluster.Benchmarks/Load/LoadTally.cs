namespace ConsultCluster.Benchmarks.Load;

/// <summary>What arrived of the bursts that were sent while measuring.</summary>
internal sealed class LoadTally
{
    private readonly Dictionary<RtpPublisher, (uint First, uint End)> _window = [];
    private readonly LatencyHistogram _latency = new();

    /// <summary>Packets published in the window.</summary>
    public long Sent => _window.Sum(pair => (pair.Value.End == uint.MaxValue ? 0L : pair.Value.End - pair.Value.First) * pair.Key.Burst);

    /// <summary>Packets of the window that arrived, at all receivers together.</summary>
    public long Received => _latency.Count;

    /// <summary>Packets that are not what was published, or not authentic.</summary>
    public long Wrong { get; set; }

    public double P50Us => _latency.Percentile(0.5);

    public double P99Us => _latency.Percentile(0.99);

    /// <summary>What is sent from now on counts.</summary>
    public void Begin(IEnumerable<RtpPublisher> publishers)
    {
        _latency.Clear();
        foreach (var publisher in publishers)
        {
            _window[publisher] = (publisher.Bursts, uint.MaxValue);
        }
    }

    /// <summary>What is sent from now on counts no more.</summary>
    public void End()
    {
        foreach (var publisher in _window.Keys)
        {
            _window[publisher] = (_window[publisher].First, publisher.Bursts);
        }
    }

    public void Count(RtpPublisher publisher, long burst, long arrivedAt)
    {
        if (_window.TryGetValue(publisher, out var window) && burst >= window.First && burst < window.End)
        {
            _latency.Record(arrivedAt - publisher.SentAt(burst));
        }
    }
}
