namespace ConsultCluster.Media.Forwarding;

/// <summary>Aggregates the keyframe wishes of all receivers of a track and says when its publisher is to be asked (RFC 4585 §6.3.1).</summary>
/// <param name="interval">Shortest time between two requests.</param>
public sealed class KeyframeRequester(TimeSpan interval)
{
    /// <summary>A publisher that does not answer has nothing to send: further wishes start anew.</summary>
    private const int MaxUnanswered = 10;

    private bool _wanted;
    private int _unanswered;
    private MonoTime? _lastRequest;

    /// <summary>When <see cref="HandleTimeout"/> next has work; null while nobody wants a keyframe.</summary>
    public MonoTime? NextTimeout { get; private set; }

    /// <summary>A receiver cannot decode.</summary>
    public void Want(MonoTime now)
    {
        _unanswered = 0;
        if (!_wanted)
        {
            _wanted = true;
            NextTimeout = _lastRequest is { } last && last + interval > now ? last + interval : now;
        }
    }

    /// <summary>A keyframe came: everybody has what they wanted.</summary>
    public void HandleKeyframe()
    {
        _wanted = false;
        NextTimeout = null;
    }

    /// <summary>True when the publisher is to be asked now. An unanswered request is repeated, each time after twice the interval.</summary>
    public bool HandleTimeout(MonoTime now)
    {
        if (NextTimeout is not { } due || due > now)
        {
            return false;
        }

        _lastRequest = now;
        _wanted = ++_unanswered < MaxUnanswered;
        NextTimeout = _wanted ? now + (interval * 2) : null;
        return true;
    }
}
