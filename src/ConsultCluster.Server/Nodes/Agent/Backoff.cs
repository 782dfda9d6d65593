namespace ConsultCluster.Server.Nodes.Agent;

/// <summary>How long to wait before joining again: doubling, and half of it random so that a restarted control process is not met by all nodes at once.</summary>
internal sealed class Backoff(Random random)
{
    private TimeSpan _next = NodeTimes.MinBackoff;

    /// <summary>The next wait.</summary>
    public TimeSpan Next()
    {
        var wait = _next;
        _next = wait * 2 < NodeTimes.MaxBackoff ? wait * 2 : NodeTimes.MaxBackoff;
        return wait * (0.5 + (random.NextDouble() / 2));
    }

    /// <summary>It worked: the next wait is a short one again.</summary>
    public void Reset() => _next = NodeTimes.MinBackoff;
}
