using System.Collections.Immutable;
using ConsultCluster.Media.Sdp;

namespace ConsultCluster.Media.Forwarding;

/// <summary>One terminal's session on the relay: owns its parts and keeps its next deadline.</summary>
internal sealed class Session : IPublisher, IDisposable
{
    private readonly RelayShared _shared;
    private readonly Deadline<Session> _deadline;
    private InboundLimit _inbound;

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

    /// <summary>Unique on the relay; prefix of the transaction ids of its checks.</summary>
    public uint Number { get; }

    public string Name { get; }

    /// <summary>
    /// Later activated sessions have higher numbers: of one terminal's duplicates, the newest counts.
    /// </summary>
    public int Order { get; private set; }

    /// <summary>True for a standby session: in no slots, and its own slots are empty.</summary>
    public bool IsStandby { get; private set; }

    public Router Router { get; }

    /// <summary>Index among the router's members, as the tracks' subscriber tables use it.</summary>
    public int MemberIndex { get; set; }

    public SessionGrant Grant { get; private set; }

    public NegotiatedSession Negotiated { get; private set; }

    public SessionTransport Transport { get; }

    public PublishedTracks Tracks { get; }

    public ReceiveSlots Slots { get; }

    /// <summary>Tracks of others that no slot decodes, as of the last assignment.</summary>
    public ImmutableArray<UndecodableTrack> Undecodable { get; private set; } = [];

    public SessionLiveness Liveness { get; }

    /// <summary>What the terminal may still send.</summary>
    public ref InboundLimit Inbound => ref _inbound;

    public RoundTrip RoundTrip { get; } = new();

    public RemoteClock RemoteClock { get; } = new();

    /// <summary>Sender SSRC of our feedback to the terminal.</summary>
    public uint Ssrc { get; }

    public List<TransportAddress> Addresses { get; } = new(capacity: 1);

    public List<string> UserFragments { get; } = new(capacity: 1);

    /// <summary>Null while there is nothing to report: an idle session only wakes for its silence timeout.</summary>
    public MonoTime? NextReport { get; set; }

    public MonoTime? NextQuality { get; set; }

    int IPublisher.Hops => 0;

    SessionKey? IPublisher.Session => Key;

    bool IPublisher.HasMedia(MonoTime now) => Liveness.HasMedia(now);

    /// <summary>True when it sends, or a publisher in its slots does.</summary>
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

    public void Update(NegotiatedSession negotiated, SessionGrant grant, IReadOnlyDictionary<string, TrackSource> sources, MonoTime now)
    {
        Negotiated = negotiated;
        Grant = grant;
        Tracks.Update(negotiated, sources, now);
        Slots.Update(negotiated);
    }

    /// <summary>Takes what no slot decodes; true when that changed.</summary>
    public bool SetUndecodable(ImmutableArray<UndecodableTrack> tracks)
    {
        var isSame = Undecodable.AsSpan().SequenceEqual(tracks.AsSpan());
        Undecodable = tracks;
        return !isSame;
    }

    /// <summary>Makes the session a standby or active; true when that changed. The caller assigns slots.</summary>
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

    /// <summary>Activates a standby session: it enters the others' slots, and its own are filled.</summary>
    public void Activate(MonoTime now)
    {
        SetStandby(false);
        Router.Assign(renewed: this);
        WakeBy(now);
    }

    /// <summary>Moves the session's deadline to an earlier time; a later time changes nothing.</summary>
    public void WakeBy(MonoTime? at)
    {
        if (at is { } time && (_deadline.Index < 0 || time < _deadline.At))
        {
            _shared.Deadlines.Set(_deadline, time);
        }
    }

    /// <summary>Schedules work at once.</summary>
    public void WakeSoon() => WakeBy(default(MonoTime));

    /// <summary>Sets the deadline, earlier or later.</summary>
    public void SleepUntil(MonoTime at) => _shared.Deadlines.Set(_deadline, at);

    public void Dispose()
    {
        _shared.Deadlines.Remove(_deadline);
        Transport.Dispose();
    }
}
