namespace ConsultCluster.Media.Forwarding;

/// <summary>Whether a terminal is there at all, and whether its media flows.</summary>
internal sealed class SessionLiveness(Session session, RelayShared shared, MonoTime now)
{
    /// <summary>Discontinuous sound sends a packet every 400 ms: five seconds without any is a stop.</summary>
    private static readonly TimeSpan MediaTimeout = TimeSpan.FromSeconds(5);

    private readonly MonoTime _opened = now;
    private MonoTime? _lastAuthenticated;
    private MonoTime? _lastMedia;
    private bool _isAcknowledged;
    private bool _sends;
    private bool _receives;

    /// <summary>When the session is gone if nothing comes.</summary>
    public MonoTime Deadline => session.Transport.IsConnected && _lastAuthenticated is { } last
        ? last + shared.Options.SilenceTimeout
        : _opened + shared.Options.SetupTimeout;

    /// <summary>A STUN check with integrity, SRTP or SRTCP came.</summary>
    public void HandleAuthenticated(MonoTime now) => _lastAuthenticated = now;

    /// <summary>Authenticated RTP came within the last five seconds.</summary>
    public bool HasMedia(MonoTime now) => _lastMedia is { } last && now - last < MediaTimeout;

    public void HandleMedia(MonoTime now)
    {
        _lastAuthenticated = now;
        _lastMedia = now;
        if (!_sends)
        {
            Evaluate(now);
            session.WakeBy(now);
            session.Tracks.WakeSubscribers(now);
        }
    }

    /// <summary>The terminal reported packets of ours.</summary>
    public void HandleAcknowledgement(MonoTime now)
    {
        _isAcknowledged = true;
        if (!_receives)
        {
            Evaluate(now);
        }
    }

    /// <summary>Raises the event again, for who did not hear it; none while nothing flows.</summary>
    public void Retell()
    {
        if (_sends || _receives)
        {
            shared.Events.Enqueue(new MediaChanged(session.Key, _sends, _receives));
        }
    }

    /// <summary>Raises an event when something changed.</summary>
    public void Evaluate(MonoTime now)
    {
        var sends = HasMedia(now);
        if (sends != _sends || _isAcknowledged != _receives)
        {
            _sends = sends;
            _receives = _isAcknowledged;
            shared.Events.Enqueue(new MediaChanged(session.Key, _sends, _receives));
        }
    }
}
