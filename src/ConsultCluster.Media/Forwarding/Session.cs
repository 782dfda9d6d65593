using ConsultCluster.Media.Sdp;

namespace ConsultCluster.Media.Forwarding;

/// <summary>One terminal on the relay: holds its parts together, and knows when it next has work.</summary>
internal sealed class Session : IDisposable
{
    private readonly RelayShared _shared;
    private readonly Deadline _deadline;

    public Session(SessionKey key, Router router, SessionGrant grant, NegotiatedSession negotiated, RelayShared shared, MonoTime now)
    {
        _shared = shared;
        _deadline = new(this);
        Key = key;
        Router = router;
        Grant = grant;
        Negotiated = negotiated;
        Transport = new(negotiated, shared);
        Tracks = new(this, shared);
        Slots = new(this, shared);
        Liveness = new(this, shared, now);
        Ssrc = shared.NextUInt32() | 1;
        WakeBy(now + shared.Options.SetupTimeout);
    }

    public SessionKey Key { get; }

    public Router Router { get; }

    /// <summary>Index among the router's members, as the tracks' subscriber tables use it.</summary>
    public int MemberIndex { get; set; }

    public SessionGrant Grant { get; private set; }

    public NegotiatedSession Negotiated { get; private set; }

    public SessionTransport Transport { get; }

    public PublishedTracks Tracks { get; }

    public ReceiveSlots Slots { get; }

    public SessionLiveness Liveness { get; }

    public RoundTrip RoundTrip { get; } = new();

    public RemoteClock RemoteClock { get; } = new();

    /// <summary>Whom our feedback to the terminal comes from.</summary>
    public uint Ssrc { get; }

    public List<TransportAddress> Addresses { get; } = new(capacity: 1);

    public List<string> UserFragments { get; } = new(capacity: 1);

    /// <summary>Null while there is nothing to report: a session without media sleeps until it is silent for too long.</summary>
    public MonoTime? NextReport { get; set; }

    public MonoTime? NextQuality { get; set; }

    /// <summary>It sends, or has somebody in a slot who does.</summary>
    public bool HasMedia(MonoTime now)
    {
        if (Liveness.HasMedia(now))
        {
            return true;
        }

        foreach (var slot in Slots.All)
        {
            if (slot.Track is { } track && track.Publisher.Liveness.HasMedia(now))
            {
                return true;
            }
        }

        return false;
    }

    public void Update(NegotiatedSession negotiated, SessionGrant grant, IReadOnlyDictionary<string, TrackSource> sources)
    {
        Negotiated = negotiated;
        Grant = grant;
        Tracks.Update(negotiated, sources);
        Slots.Update(negotiated);
    }

    /// <summary>Brings the session's deadline forward; a later one changes nothing.</summary>
    public void WakeBy(MonoTime? at)
    {
        if (at is { } time && (_deadline.Index < 0 || time < _deadline.At))
        {
            _shared.Deadlines.Set(_deadline, time);
        }
    }

    /// <summary>Sets the deadline, earlier or later.</summary>
    public void SleepUntil(MonoTime at) => _shared.Deadlines.Set(_deadline, at);

    public void Dispose()
    {
        _shared.Deadlines.Remove(_deadline);
        Transport.Dispose();
    }
}
