using ConsultCluster.Media.Cascade;

namespace ConsultCluster.Media.Forwarding;

/// <summary>One group's sessions on the relay, and its tracks from others: who is in whose slots, and what waits to be forwarded.</summary>
internal sealed class Router(RouterKey key, RelayShared shared)
{
    /// <summary>More than two receive batches: the host flushes before.</summary>
    private const int MaxPending = 64;

    private readonly List<Session> _members = [];
    private readonly List<RemotePublisher> _remotes = [];
    private readonly List<LinkedGroup> _links = [];

    /// <summary>Made by the first packet: a group that stands by needs no 4 KiB.</summary>
    private PendingPacket[] _pending = [];
    private int _pendingCount;
    private bool _isDirty;
    private int _lastOrder;

    public RouterKey Key { get; } = key;

    /// <summary>In the order they came.</summary>
    public List<Session> Members => _members;

    /// <summary>Terminals of other relays that publish, in the order they came.</summary>
    public List<RemotePublisher> Remotes => _remotes;

    /// <summary>The links that share the group's tracks.</summary>
    public List<LinkedGroup> Links => _links;

    /// <summary>A cascade was ordered: the router stays without members.</summary>
    public bool IsCascaded { get; set; }

    public bool IsFull => _pendingCount == MaxPending;

    /// <summary>Ascends.</summary>
    public int NextOrder() => ++_lastOrder;

    /// <summary>A session of this relay published under that id.</summary>
    public bool HasMember(ulong id)
    {
        foreach (var member in _members)
        {
            if (member.Id == id)
            {
                return true;
            }
        }

        return false;
    }

    public void Add(Session session)
    {
        var index = 0;
        while (_members.Exists(member => member.MemberIndex == index))
        {
            index++;
        }

        session.MemberIndex = index;
        _members.Add(session);
    }

    /// <summary>Takes a session out of all slots and its own slots away; frees its index for the next.</summary>
    public void Remove(Session session)
    {
        session.Tracks.End();
        session.Slots.End();
        _members.Remove(session);
        Assign();
    }

    /// <summary>From now on the group is on that link; the caller assigns slots.</summary>
    public void Join(LinkedGroup group)
    {
        var index = 0;
        while (_links.Exists(link => link.Index == index))
        {
            index++;
        }

        group.Index = index;
        _links.Add(group);
        group.Link.Groups.Add(group);
        group.Link.Incoming.Join(group);
    }

    /// <summary>The group is no longer on that link.</summary>
    public void Leave(LinkedGroup group)
    {
        group.Link.Incoming.Leave(group);
        group.Link.Groups.Remove(group);
        group.Clear();
        _links.Remove(group);
        foreach (var other in _links)
        {
            other.PassedOn.Remove(group.Link);
        }

        Assign();
    }

    /// <summary>Fills, switches and empties slots, tells whose changed, and tells other relays what there is and what is wanted.</summary>
    /// <param name="renewed">A session that is told in any case.</param>
    public void Assign(Session? renewed = null)
    {
        foreach (var remote in _remotes)
        {
            remote.IsAwaited = ShouldAwait(remote);
            remote.Show(!remote.IsAwaited && ShouldShow(remote));
        }

        foreach (var receiver in _members)
        {
            if ((SlotAssignment.Update(receiver, _members, _remotes) || ReferenceEquals(receiver, renewed)) && !receiver.IsStandby)
            {
                shared.Events.Enqueue(new SlotsChanged(receiver.Key, receiver.Slots.ToFills()));
            }
        }

        foreach (var link in _links)
        {
            link.Update();
        }

        SubscriptionsChanged();
    }

    /// <summary>Slots here, or receivers on another relay, decide what others are to send.</summary>
    public void SubscriptionsChanged()
    {
        foreach (var remote in _remotes)
        {
            remote.Link.Incoming.UpdateSubscriptions(remote);
        }
    }

    /// <summary>A packet of a track is in its history and is to be forwarded. Room was seen to by the caller.</summary>
    public void Enqueue(Track track, long sequence)
    {
        if (_pending.Length == 0)
        {
            _pending = new PendingPacket[MaxPending];
        }

        _pending[_pendingCount++] = new() { Track = track, Sequence = sequence };
        if (!_isDirty)
        {
            _isDirty = true;
            shared.Dirty.Add(this);
        }
    }

    /// <summary>The router was taken from the list of those with packets that wait.</summary>
    public void HandleTaken() => _isDirty = false;

    /// <summary>Sends everything pending, receiver by receiver, so that what goes to one address is consecutive; other relays first, since theirs is the longer way.</summary>
    public void Flush(MonoTime now, IDatagramSink sink)
    {
        var pending = TakePending();
        RunPadding.Apply(pending);
        foreach (var link in _links)
        {
            if (!link.Link.Transport.CanSend)
            {
                continue;
            }

            foreach (ref readonly var waiting in pending)
            {
                waiting.Track.ForwardedAt(link.Index)?.Forward(waiting.Record, sink);
            }
        }

        foreach (var receiver in _members)
        {
            if (!receiver.Transport.IsConnected)
            {
                continue;
            }

            foreach (ref readonly var waiting in pending)
            {
                waiting.Track.SubscriberAt(receiver.MemberIndex)?.Forward(waiting.Track, waiting.Record, now, sink);
            }
        }

        foreach (ref readonly var sent in pending)
        {
            sent.Track.HandleForwarded(sent.Sequence);
        }

        pending.Clear();
    }

    /// <summary>What came later of a terminal takes the place of what was there when receivers can begin with it: until then they keep what they have.</summary>
    private bool ShouldAwait(RemotePublisher remote)
    {
        if (remote.IsReady || remote.Link.IsLost || remote.Name.Length == 0)
        {
            return false;
        }

        foreach (var other in _remotes)
        {
            if (other.Order < remote.Order && other.IsReady && IsCopy(other, remote))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsCopy(RemotePublisher other, RemotePublisher remote) =>
        !ReferenceEquals(other, remote) && !other.Link.IsLost && string.Equals(other.Name, remote.Name, StringComparison.Ordinal);

    /// <summary>Of a terminal that is there more than once, the newest counts, once it sends; a lost link counts last.</summary>
    private bool ShouldShow(RemotePublisher remote)
    {
        if (remote.Link.IsLost)
        {
            return false;
        }

        if (remote.Name.Length == 0)
        {
            return true;
        }

        foreach (var other in _remotes)
        {
            if (other.Order > remote.Order && IsCopy(other, remote) && (other.IsReady || !remote.IsReady))
            {
                return false;
            }
        }

        foreach (var member in _members)
        {
            if (member.Order > remote.Order && !member.IsStandby && member.Tracks.HasLive && string.Equals(member.Name, remote.Name, StringComparison.Ordinal))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>
    /// What is still in its history, looked up once for all receivers. Taken out before anything is done with it: whatever goes wrong
    /// with one packet must not come back with the next batch.
    /// </summary>
    private Span<PendingPacket> TakePending()
    {
        var found = 0;
        for (var i = 0; i < _pendingCount; i++)
        {
            ref var packet = ref _pending[i];
            if (packet.Track.History is { } history && history.TryFind(packet.Sequence, out packet.Record))
            {
                _pending[found++] = packet;
            }
        }

        _pendingCount = 0;
        return _pending.AsSpan(0, found);
    }
}
