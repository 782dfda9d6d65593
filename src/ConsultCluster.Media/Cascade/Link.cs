using ConsultCluster.Media.Forwarding;

namespace ConsultCluster.Media.Cascade;

/// <summary>The link to one other relay: owns its parts, dispatches messages, keeps the next deadline.</summary>
internal sealed class Link : IDisposable
{
    /// <summary>
    /// After this silence the link's tracks leave the slots: receivers should not watch a frozen video.
    /// </summary>
    private static readonly TimeSpan LostAfter = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan ClocksInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan MeasureInterval = TimeSpan.FromSeconds(1);

    /// <summary>Shortest sleep, so that a bug cannot spin the owner's thread.</summary>
    private static readonly TimeSpan MinSleep = TimeSpan.FromMilliseconds(1);

    private readonly RelayShared _shared;
    private readonly Deadline<Link> _deadline;
    private readonly List<LinkedGroup> _groups = [];
    private MonoTime _nextHeartbeat;
    private MonoTime? _nextClocks;
    private MonoTime _nextMeasure;
    private bool _sendsClocksSoon;
    private bool _isDisposed;

    public Link(LinkKey key, LinkSide side, RelayShared shared, MonoTime now)
    {
        _shared = shared;
        _deadline = new(this);
        _nextHeartbeat = now;
        _nextMeasure = now + MeasureInterval;
        Key = key;
        Side = side;
        Incarnation = shared.NextUInt64();
        Meter = new(key, shared);
        Transport = new(this, shared);
        Channel = new(this);
        Incoming = new(this, shared);
        Outgoing = new(this, shared);
        WakeSoon();
    }

    public LinkKey Key { get; }

    public LinkSide Side { get; }

    /// <summary>Random. A new value tells the peer that this end has lost its state.</summary>
    public ulong Incarnation { get; }

    public LinkMeter Meter { get; }

    public LinkTransport Transport { get; }

    public LinkChannel Channel { get; }

    public RemoteTracks Incoming { get; }

    public ForwardedTracks Outgoing { get; }

    /// <summary>The groups on this link.</summary>
    public List<LinkedGroup> Groups => _groups;

    /// <summary>Maps the peer's clock to ours. All tracks of the link share it to stay in sync.</summary>
    public RemoteClock RemoteClock { get; } = new();

    /// <summary>True when it has been silent for too long; its tracks are not shown.</summary>
    public bool IsLost { get; private set; }

    public LinkedGroup? FindGroup(string name)
    {
        foreach (var group in _groups)
        {
            if (string.Equals(group.Name, name, StringComparison.Ordinal))
            {
                return group;
            }
        }

        return null;
    }

    /// <summary>Moves the deadline to an earlier time; a later time changes nothing.</summary>
    public void WakeBy(MonoTime? at)
    {
        if (at is { } time && !_isDisposed && (_deadline.Index < 0 || time < _deadline.At))
        {
            _shared.LinkDeadlines.Set(_deadline, time);
        }
    }

    /// <summary>Schedules work at once, because a message is waiting to be sent.</summary>
    public void WakeSoon() => WakeBy(default(MonoTime));

    public void SleepUntil(MonoTime at) => _shared.LinkDeadlines.Set(_deadline, at);

    /// <summary>Schedules clocks at once, because the peer lacks one.</summary>
    public void SendClocksSoon()
    {
        _sendsClocksSoon = true;
        WakeSoon();
    }

    public void HandleHello(LinkGeneration generation, in LinkHello hello, in TransportAddress from, MonoTime now, IDatagramSink sink)
    {
        if (!Transport.HandleHello(generation, hello, from, now, sink, out var isNewPeer))
        {
            return;
        }

        if (isNewPeer)
        {
            Meter.HandleNewPeer();
            Channel.Reset();
            Incoming.Clear();
            foreach (var group in _groups)
            {
                group.Renew();
                group.Router.Assign();
            }
        }

        SendHeartbeat(now, sink);
        WakeSoon();
    }

    public void HandleSealed(LinkGeneration generation, Span<byte> datagram, in TransportAddress from, MonoTime now, IDatagramSink sink)
    {
        if (!Transport.TryOpen(generation, datagram, from, now, out var message))
        {
            return;
        }

        if (Meter.HandleAuthentic(now))
        {
            UpdateLost(now);
        }

        if (!TryHandle(message, now, sink))
        {
            _shared.LinkCounters.Malformed++;
        }
    }

    /// <summary>Handles one message of the ordered stream; false when it is malformed.</summary>
    public bool TryHandleControl(ReadOnlySpan<byte> message, MonoTime now)
    {
        var reader = new ControlReader(message);
        switch (reader.Byte())
        {
            case TrackAnnouncement.Type:
                if (!TrackAnnouncement.TryRead(ref reader, out var announcement))
                {
                    return false;
                }

                Incoming.HandleAnnouncement(announcement!);
                return true;
            case TrackGone.Type:
                var gone = reader.UInt32();
                if (reader.IsWhole)
                {
                    Incoming.HandleGone(gone);
                }

                return reader.IsWhole;
            case TrackSubscription.Type:
                var (id, isSubscribed) = (reader.UInt32(), reader.Byte() != 0);
                if (reader.IsWhole)
                {
                    Outgoing.HandleSubscription(id, isSubscribed, now);
                }

                return reader.IsWhole;
            default:
                // A newer relay may send further message types.
                return reader.IsWhole;
        }
    }

    /// <summary>Does the work that is due.</summary>
    /// <param name="removed">Expired generations are added to it.</param>
    public void HandleTimeout(MonoTime now, IDatagramSink sink, List<LinkGeneration> removed)
    {
        Meter.HandleTimeout(now);
        UpdateLost(now);
        if (_nextHeartbeat <= now)
        {
            _nextHeartbeat = now + _shared.Options.LinkHeartbeatInterval;
            Transport.HandleTimeout(now, sink, removed);
            SendHeartbeat(now, sink);
        }

        Channel.Flush(now, sink);
        RemoteFeedback.Send(this, _shared, now, sink);
        if (_sendsClocksSoon || _nextClocks <= now)
        {
            _sendsClocksSoon = false;
            _nextClocks = Outgoing.SendClocks(now, sink) ? now + ClocksInterval : null;
            Outgoing.Begin(now, sink);
        }

        if (_nextMeasure <= now)
        {
            _nextMeasure = now + MeasureInterval;
            Incoming.FindSilentTracks(now);
            _shared.LinkEvents.Enqueue(Meter.Measure(Transport.Generation));
        }

        Sleep(now);
    }

    /// <summary>The link was removed: its tracks leave the slots, and the groups continue without it.</summary>
    public void End()
    {
        Incoming.Clear();
        foreach (var group in _groups.ToArray())
        {
            group.Router.Leave(group);
        }
    }

    public void Dispose()
    {
        _isDisposed = true;
        _shared.LinkDeadlines.Remove(_deadline);
        Transport.Dispose();
    }

    private bool TryHandle(ReadOnlySpan<byte> message, MonoTime now, IDatagramSink sink)
    {
        switch (LinkMessage.TypeOf(message))
        {
            case LinkMessage.Media:
                return Incoming.TryHandleMedia(message, now, sink);
            case LinkMessage.Nack:
                return Outgoing.TryHandleNack(message, now, sink);
            case LinkMessage.Keyframes:
                return Outgoing.TryHandleKeyframes(message, now);
            case LinkMessage.Heartbeat:
                return Meter.TryHandleHeartbeat(message, now);
            case LinkMessage.Control:
                return Channel.TryHandle(message, now);
            case LinkMessage.Acknowledgement:
                return Channel.TryHandleAcknowledgement(message);
            case LinkMessage.Clocks:
                return Incoming.TryHandleClocks(message, now);
            default:
                return false;
        }
    }

    private void SendHeartbeat(MonoTime now, IDatagramSink sink)
    {
        Span<byte> heartbeat = stackalloc byte[LinkMeter.HeartbeatLength];
        Meter.WriteHeartbeat(heartbeat, now);
        Transport.SendUnderAll(heartbeat, sink);
    }

    private void UpdateLost(MonoTime now)
    {
        var isLost = Meter.IsLost(now, LostAfter);
        if (isLost != IsLost)
        {
            IsLost = isLost;
            foreach (var group in _groups)
            {
                group.Router.Assign();
            }
        }
    }

    private void Sleep(MonoTime now)
    {
        var next = _nextHeartbeat < _nextMeasure ? _nextHeartbeat : _nextMeasure;
        Consider(Meter.NextTimeout);
        Consider(Channel.NextTimeout);
        Consider(Incoming.NextTimeout);
        Consider(_nextClocks);
        SleepUntil(next > now + MinSleep ? next : now + MinSleep);

        void Consider(MonoTime? at)
        {
            if (at is { } time && time < next)
            {
                next = time;
            }
        }
    }
}
