namespace ConsultCluster.Media.Forwarding;

/// <summary>Whether a terminal is there at all, and whether its media flows.</summary>
internal sealed class SessionLiveness(Session session, RelayShared shared, MonoTime now)
{
    /// <summary>Discontinuous sound sends a packet every 400 ms: five seconds without any is a stop.</summary>
    private static readonly TimeSpan MediaTimeout = TimeSpan.FromSeconds(5);

    private readonly MonoTime _opened = now;
    private MonoTime? _lastAuthenticated;
    private MonoTime _lastProof = now;
    private MonoTime? _lastMedia;
    private bool _isAcknowledged;
    private bool _sends;
    private bool _receives;

    /// <summary>When the session is gone if nothing comes.</summary>
    public MonoTime Deadline => session.Transport.IsConnected && _lastAuthenticated is { } last
        ? Earlier(last + shared.Options.SilenceTimeout, _lastProof + (shared.Options.SilenceTimeout * 4))
        : _opened + shared.Options.SetupTimeout;

    /// <summary>
    /// Only checks came for longer than a silence. Not every check that ever was is remembered, so that they alone do not prove for
    /// ever that the terminal is there: it is asked, and has three silences to answer.
    /// </summary>
    public bool NeedsProof(MonoTime now) => session.Transport.IsConnected && now - _lastProof > shared.Options.SilenceTimeout;

    /// <summary>A new check came from where the terminal is known to be.</summary>
    public void HandleCheck(MonoTime now) => _lastAuthenticated = now;

    /// <summary>SRTP, SRTCP, the end of the handshake or an answer to our check came: nobody can have recorded them earlier.</summary>
    public void HandleProof(MonoTime now)
    {
        _lastAuthenticated = now;
        _lastProof = now;
    }

    /// <summary>Authenticated RTP came within the last five seconds.</summary>
    public bool HasMedia(MonoTime now) => _lastMedia is { } last && now - last < MediaTimeout;

    public void HandleMedia(MonoTime now)
    {
        HandleProof(now);
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
    public void RaiseState()
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

    private static MonoTime Earlier(MonoTime one, MonoTime other) => one < other ? one : other;
}
