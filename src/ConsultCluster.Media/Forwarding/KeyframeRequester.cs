namespace ConsultCluster.Media.Forwarding;

/// <summary>
/// Aggregates keyframe requests of a track's receivers and decides when to send one to its publisher (RFC 4585 §6.3.1).
/// </summary>
/// <param name="interval">Shortest time between two requests.</param>
public sealed class KeyframeRequester(TimeSpan interval)
{
    /// <summary>
    /// After this many unanswered requests the publisher has nothing to send; a further request starts a new series.
    /// </summary>
    private const int MaxUnanswered = 10;

    private bool _wanted;
    private int _unanswered;
    private MonoTime? _lastRequest;

    /// <summary>When <see cref="HandleTimeout"/> next has work; null while no receiver needs a keyframe.</summary>
    public MonoTime? NextTimeout { get; private set; }

    /// <summary>Counts the requests, as the number of the last one.</summary>
    public byte Number { get; private set; }

    /// <summary>A receiver cannot decode and needs a keyframe.</summary>
    public void Request(MonoTime now)
    {
        _unanswered = 0;
        if (!_wanted)
        {
            _wanted = true;
            NextTimeout = _lastRequest is { } last && last + interval > now ? last + interval : now;
        }
    }

    /// <summary>A keyframe arrived: all requests are satisfied.</summary>
    public void HandleKeyframe()
    {
        _wanted = false;
        NextTimeout = null;
    }

    /// <summary>
    /// True when a request must be sent to the publisher now. Unanswered requests are repeated with doubling intervals.
    /// </summary>
    public bool HandleTimeout(MonoTime now)
    {
        if (NextTimeout is not { } due || due > now)
        {
            return false;
        }

        Number++;
        _lastRequest = now;
        _wanted = ++_unanswered < MaxUnanswered;
        NextTimeout = _wanted ? now + (interval * 2) : null;
        return true;
    }
}
