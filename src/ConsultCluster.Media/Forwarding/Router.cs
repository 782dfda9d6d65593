namespace ConsultCluster.Media.Forwarding;

/// <summary>One group's sessions on the relay: who is in whose slots, and what waits to be forwarded.</summary>
internal sealed class Router(RouterKey key, RelayShared shared)
{
    /// <summary>More than two receive batches: the host flushes before.</summary>
    private const int MaxPending = 64;

    private readonly List<Session> _members = [];

    /// <summary>Made by the first packet: a group that stands by needs no 4 KiB.</summary>
    private PendingPacket[] _pending = [];
    private int _pendingCount;

    public RouterKey Key { get; } = key;

    /// <summary>In the order they came.</summary>
    public List<Session> Members => _members;

    public bool HasPending => _pendingCount > 0;

    public bool IsFull => _pendingCount == MaxPending;

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

    /// <summary>Fills, switches and empties slots, and tells whose changed.</summary>
    /// <param name="renewed">A session that is told in any case.</param>
    public void Assign(Session? renewed = null)
    {
        foreach (var receiver in _members)
        {
            if (SlotAssignment.Update(receiver, _members) || ReferenceEquals(receiver, renewed))
            {
                shared.Events.Enqueue(new SlotsChanged(receiver.Key, receiver.Slots.ToFills()));
            }
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
    }

    /// <summary>Sends everything pending, receiver by receiver, so that what goes to one address is consecutive.</summary>
    public void Flush(MonoTime now, IDatagramSink sink)
    {
        var pending = TakePending();
        RunPadding.Apply(pending);
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
