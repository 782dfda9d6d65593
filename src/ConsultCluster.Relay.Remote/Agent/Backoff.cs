namespace ConsultCluster.Relay.Remote.Agent;

/// <summary>Delay before the next attempt to join: doubles, and half of it is random, so that nodes do not reconnect all at once after a restart.</summary>
internal sealed class Backoff(Random random)
{
    private TimeSpan _next = NodeTimings.MinBackoff;

    /// <summary>The next delay.</summary>
    public TimeSpan Next()
    {
        var wait = _next;
        _next = wait * 2 < NodeTimings.MaxBackoff ? wait * 2 : NodeTimings.MaxBackoff;
        return wait * (0.5 + (random.NextDouble() / 2));
    }

    /// <summary>After a success: the next delay is short again.</summary>
    public void Reset() => _next = NodeTimings.MinBackoff;
}
