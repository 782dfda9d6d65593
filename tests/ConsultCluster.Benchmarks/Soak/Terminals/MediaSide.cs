using ConsultCluster.Benchmarks.Load;
using ConsultCluster.Media;

namespace ConsultCluster.Benchmarks.Soak.Terminals;

/// <summary>
/// The media of one terminal as docs/protocol.md has it: a session that sends and receives, one that stands by, and for a moment after a move the one before. All but
/// the volatile ones belongs to the loop's thread.
/// </summary>
/// <param name="terminal">Number of it in what it sends.</param>
internal sealed class MediaSide(int terminal, bool hasVideo, IMediaOwner owner) : IDisposable
{
    /// <summary>Silence that is worth a question, and after which media moves by itself: in doubt, and when hub and group answer.</summary>
    private static readonly TimeSpan _quiet = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan _lostInDoubt = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan _lost = TimeSpan.FromMilliseconds(1500);

    /// <summary>Both sessions send so long after a move: receivers switch when the new tracks reach them.</summary>
    private static readonly TimeSpan _overlap = TimeSpan.FromSeconds(2);

    /// <summary>For a first session to connect, and for one without a standby to be heard of again.</summary>
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan _standbySpread = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan _standbySoonest = TimeSpan.FromMilliseconds(300);

    private readonly MediaOutput _output = new(terminal, hasVideo);
    private MediaSession? _active;
    private MediaSession? _standby;
    private MediaSession? _before;
    private MonoTime _beforeUntil;
    private MonoTime _activeSince;
    private MonoTime? _nextStandby;
    private bool _hasAsked;

    /// <summary>The terminal has entered on its present connection.</summary>
    public volatile bool IsInside;

    /// <summary>The group did not answer.</summary>
    public volatile bool IsDeserted;

    /// <summary>Others send to it, as far as its slots tell.</summary>
    public volatile bool IsExpecting;

    /// <summary>Its microphone is muted; pictures go on.</summary>
    public volatile bool IsSilent;

    /// <summary>What it sends.</summary>
    public MediaOutput Output => _output;

    /// <summary>Moves to a standby session so far.</summary>
    public int Moves { get; private set; }

    /// <summary>A new session instead of all others.</summary>
    public void SetActive(MediaSession session)
    {
        Forget();
        _active = session;
        _activeSince = LoadClock.Now;
        _nextStandby = null;
    }

    /// <summary>A new session that stands by.</summary>
    public void SetStandby(MediaSession session)
    {
        _standby?.Dispose();
        _standby = session;
        if (session.RelayId == _active?.RelayId)
        {
            // The group takes another session for ours, and this one has replaced ours on its relay.
            session.Dispose();
            _standby = null;
            owner.WantOffer();
        }
    }

    /// <summary>Notice <c>MediaMoved</c>.</summary>
    public void MovedTo(string relayId)
    {
        if (_active is null || _active.RelayId == relayId)
        {
            return;
        }

        if (_standby?.RelayId == relayId)
        {
            Promote(LoadClock.Now);
        }
        else
        {
            owner.WantOffer();
        }
    }

    /// <summary>Closes every session.</summary>
    public void Forget()
    {
        foreach (var session in new[] { _active, _standby, _before })
        {
            session?.Dispose();
        }

        (_active, _standby, _before) = (null, null, null);
    }

    public void Dispose() => Forget();

    public void Step(TimedReceiveBatch received)
    {
        _active?.Receive(received);
        _standby?.Receive(received);
        _before?.Receive(received);
        var now = LoadClock.Now;
        _active?.HandleTimeout(now);
        _standby?.HandleTimeout(now);
        _before?.HandleTimeout(now);
        if (_before is not null && now >= _beforeUntil)
        {
            _before.Dispose();
            _before = null;
        }

        _output.Send(_active, _before, IsSilent, now);
        Watch(now);
    }

    private void Watch(MonoTime now)
    {
        if (_active is not { } active)
        {
            return;
        }

        if (!active.IsConnected)
        {
            if (now - _activeSince > _patience && IsInside)
            {
                _activeSince = now;
                owner.WantOffer();
            }

            return;
        }

        _nextStandby ??= now + _standbySoonest + (Random.Shared.NextDouble() * _standbySpread);
        if (_standby is null && now >= _nextStandby)
        {
            _nextStandby = now + _patience;
            owner.WantStandby();
        }

        if (active.LastMedia is { } last)
        {
            Listen(now, now - last);
        }
        else if (now - _activeSince > _patience && IsInside && IsExpecting)
        {
            _activeSince = now;
            owner.WantOffer();
        }
    }

    private void Listen(MonoTime now, TimeSpan silence)
    {
        if (silence < _quiet)
        {
            _hasAsked = false;
            return;
        }

        if (!_hasAsked)
        {
            _hasAsked = true;
            owner.Quiet();
        }

        if (silence < (IsInside && !IsDeserted ? _lost : _lostInDoubt))
        {
            return;
        }

        if (_standby is { IsConnected: true } standby)
        {
            Promote(now);
            owner.MovedByItself(standby.RelayId);
        }
        else if (silence > _patience && IsInside)
        {
            (_active!.LastMedia, _activeSince) = (null, now);
            owner.WantOffer();
        }
    }

    private void Promote(MonoTime now)
    {
        _before?.Dispose();
        (_before, _active, _standby) = (_active, _standby, null);
        (_beforeUntil, _activeSince, _nextStandby) = (now + _overlap, now, now + _overlap + (Random.Shared.NextDouble() * _standbySpread));
        _active!.LastMedia = null;
        _hasAsked = false;
        Moves++;
    }
}
