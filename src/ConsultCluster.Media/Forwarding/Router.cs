using ConsultCluster.Media.Cascade;

namespace ConsultCluster.Media.Forwarding;

/// <summary>
/// One group on the relay: its sessions, its tracks from other relays, the slot assignment, and the queue of packets to
/// forward.
/// </summary>
internal sealed class Router(RouterKey key, RelayShared shared)
{
    /// <summary>More than two receive batches; the host flushes earlier.</summary>
    private const int MaxPending = 64;

    private readonly List<Session> _members = [];
    private readonly List<RemotePublisher> _remotes = [];
    private readonly List<LinkedGroup> _links = [];

    /// <summary>Allocated by the first packet: a standby group does not need these 4 KiB.</summary>
    private PendingPacket[] _pending = [];
    private int _pendingCount;
    private bool _isDirty;
    private int _lastOrder;

    public RouterKey Key { get; } = key;

    /// <summary>Sessions in order of joining.</summary>
    public List<Session> Members => _members;

    /// <summary>Publishing terminals of other relays, in order of arrival.</summary>
    public List<RemotePublisher> Remotes => _remotes;

    /// <summary>The links that share the group's tracks.</summary>
    public List<LinkedGroup> Links => _links;

    /// <summary>True while a cascade is ordered: the router stays even without members.</summary>
    public bool IsCascaded { get; set; }

    public bool IsFull => _pendingCount == MaxPending;

    /// <summary>Returns ascending numbers.</summary>
    public int NextOrder() => ++_lastOrder;

    /// <summary>True when a session of this relay has that publisher id.</summary>
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

    /// <summary>Removes a session from all slots, removes its own slots, and frees its index.</summary>
    public void Remove(Session session)
    {
        session.Tracks.End();
        session.Slots.End();
        _members.Remove(session);
        Assign();
    }

    /// <summary>The group joined that link; the caller assigns slots.</summary>
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

    /// <summary>The group left that link.</summary>
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

    /// <summary>
    /// Fills, switches and empties slots, raises events for changes, and updates announcements and subscriptions on the
    /// links.
    /// </summary>
    /// <param name="renewed">A session whose event is raised in any case.</param>
    public void Assign(Session? renewed = null)
    {
        foreach (var remote in _remotes)
        {
            remote.IsAwaited = ShouldAwait(remote);
            remote.Show(!remote.IsAwaited && ShouldShow(remote));
        }

        foreach (var receiver in _members)
        {
            var hasChanged = SlotAssignment.Update(receiver, _members, _remotes)
                | receiver.SetUndecodable(UndecodableTracks.Of(receiver, _members, _remotes));
            if ((hasChanged || ReferenceEquals(receiver, renewed)) && !receiver.IsStandby)
            {
                shared.Events.Enqueue(new SlotsChanged(receiver.Key, receiver.Slots.ToFills(), receiver.Undecodable));
            }
        }

        foreach (var link in _links)
        {
            link.Update();
        }

        SubscriptionsChanged();
    }

    /// <summary>Updates the subscriptions to other relays after a change of receivers here or on a link.</summary>
    public void SubscriptionsChanged()
    {
        foreach (var remote in _remotes)
        {
            remote.Link.Incoming.UpdateSubscriptions(remote);
        }
    }

    /// <summary>Queues a packet that is in its track's history. The caller has ensured that there is room.</summary>
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

    /// <summary>The router was removed from the list of routers with queued packets.</summary>
    public void HandleTaken() => _isDirty = false;

    /// <summary>
    /// Sends everything pending, receiver by receiver, so datagrams to one address are consecutive. Other relays come
    /// first, because their path is longer.
    /// </summary>
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
                waiting.Track.Receivers.LinkAt(link.Index)?.Forward(waiting.Record, sink);
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
                waiting.Track.Receivers.SlotOf(receiver.MemberIndex)?.Forward(waiting.Track, waiting.Record, now, sink);
            }
        }

        foreach (ref readonly var sent in pending)
        {
            sent.Track.HandleForwarded(sent.Sequence);
        }

        pending.Clear();
    }

    /// <summary>
    /// A newer publisher of a terminal replaces the older one once receivers can start decoding it; until then the
    /// older one stays.
    /// </summary>
    private bool ShouldAwait(RemotePublisher remote)
    {
        if (remote.IsReady || remote.Link.IsLost || remote.Name.Length == 0)
        {
            return false;
        }

        foreach (var other in _remotes)
        {
            if (other.Order < remote.Order && other.IsReady && IsSameTerminal(other, remote))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsSameTerminal(RemotePublisher other, RemotePublisher remote) =>
        !ReferenceEquals(other, remote) && !other.Link.IsLost && string.Equals(other.Name, remote.Name, StringComparison.Ordinal);

    /// <summary>Of a terminal's publishers, the newest that sends is shown; one on a lost link comes last.</summary>
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
            if (other.Order > remote.Order && IsSameTerminal(other, remote) && (other.IsReady || !remote.IsReady))
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
    /// Takes pending packets that are still in their history, looked up once for all receivers. The queue is emptied
    /// first, so a packet that causes an error is not retried in the next batch.
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
