using ConsultCluster.Media.Sdp;

namespace ConsultCluster.Media.Forwarding;

/// <summary>One terminal on the relay: holds its parts together, and knows when it next has work.</summary>
internal sealed class Session : IPublisher, IDisposable
{
    private readonly RelayShared _shared;
    private readonly Deadline<Session> _deadline;

    public Session(SessionKey key, string name, Router router, SessionGrant grant, NegotiatedSession negotiated, RelayShared shared, MonoTime now)
    {
        _shared = shared;
        _deadline = new(this);
        Key = key;
        Name = name;
        Id = shared.NextUInt64();
        Number = shared.NextSessionNumber();
        Order = router.NextOrder();
        Router = router;
        Grant = grant;
        Negotiated = negotiated;
        Transport = new(negotiated, Number, shared);
        Tracks = new(this, shared);
        Slots = new(this, shared);
        Liveness = new(this, shared, now);
        Ssrc = shared.NextUInt32() | 1;
        WakeBy(now + shared.Options.SetupTimeout);
    }

    public SessionKey Key { get; }

    public ulong Id { get; }

    /// <summary>Unique on the relay; begins the transaction ids of its checks.</summary>
    public uint Number { get; }

    public string Name { get; }

    /// <summary>Who became active later has a higher one: of a terminal that is there twice, the newest counts.</summary>
    public int Order { get; private set; }

    /// <summary>Held ready only: in nobody's slots, and with none filled.</summary>
    public bool IsStandby { get; private set; }

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

    int IPublisher.Hops => 0;

    SessionKey? IPublisher.Session => Key;

    bool IPublisher.HasMedia(MonoTime now) => Liveness.HasMedia(now);

    /// <summary>It sends, or has somebody in a slot who does.</summary>
    public bool HasMedia(MonoTime now)
    {
        if (Liveness.HasMedia(now))
        {
            return true;
        }

        foreach (var slot in Slots.All)
        {
            if (slot.Track is { } track && track.Publisher.HasMedia(now))
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

    /// <summary>Holds the session ready only, or makes it the terminal's; true when that changed. The router's slots are the caller's.</summary>
    public bool SetStandby(bool isStandby)
    {
        if (isStandby == IsStandby)
        {
            return false;
        }

        IsStandby = isStandby;
        if (isStandby)
        {
            Tracks.End();
        }
        else
        {
            Order = Router.NextOrder();
        }

        return true;
    }

    /// <summary>Makes a session that was held ready the terminal's, in everybody's slots and with its own filled.</summary>
    public void Activate(MonoTime now)
    {
        SetStandby(false);
        Router.Assign(renewed: this);
        Slots.RequestKeyframes(now);
        WakeBy(now);
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
