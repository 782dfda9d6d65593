namespace ConsultCluster.Media.Forwarding;

/// <summary>Tracks whether a terminal is alive and whether its media flows.</summary>
internal sealed class SessionLiveness(Session session, RelayShared shared, MonoTime now)
{
    /// <summary>With DTX, audio sends a packet every 400 ms: five seconds without one mean that it stopped.</summary>
    private static readonly TimeSpan MediaTimeout = TimeSpan.FromSeconds(5);

    private readonly MonoTime _opened = now;
    private MonoTime _lastProof = now;
    private MonoTime? _lastMedia;
    private bool _isAcknowledged;
    private bool _sends;
    private bool _receives;

    /// <summary>When the session ends if nothing arrives that proves the terminal alive.</summary>
    public MonoTime Deadline => session.Transport.IsConnected
        ? _lastProof + shared.Options.SilenceTimeout
        : _opened + shared.Options.SetupTimeout;

    /// <summary>
    /// SRTP, SRTCP, the end of the handshake or an answer to our check arrived. A check of the terminal is no proof: it
    /// may be a copy.
    /// </summary>
    public void HandleProof(MonoTime now) => _lastProof = now;

    /// <summary>Authenticated RTP arrived within the last five seconds.</summary>
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

    /// <summary>The terminal reported receiving our packets.</summary>
    public void HandleAcknowledgement(MonoTime now)
    {
        _isAcknowledged = true;
        if (!_receives)
        {
            Evaluate(now);
        }
    }

    /// <summary>Raises the current state again for a new observer; nothing while no media flows.</summary>
    public void RaiseState()
    {
        if (_sends || _receives)
        {
            shared.Events.Enqueue(new MediaChanged(session.Key, _sends, _receives));
        }
    }

    /// <summary>Raises an event after a change.</summary>
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
