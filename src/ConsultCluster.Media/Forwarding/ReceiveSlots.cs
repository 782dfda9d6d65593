using System.Collections.Immutable;
using ConsultCluster.Media.Sdp;

namespace ConsultCluster.Media.Forwarding;

/// <summary>The receive slots of one terminal.</summary>
internal sealed class ReceiveSlots(Session session, RelayShared shared)
{
    private List<Slot> _slots = [];
    private bool _hasNew;

    public List<Slot> All => _slots;

    /// <summary>Creates, keeps and ends slots as negotiated.</summary>
    public void Update(NegotiatedSession negotiated)
    {
        var before = _slots;
        _slots = new(capacity: Math.Max(before.Count, 2));
        foreach (var media in negotiated.Media)
        {
            if (!media.Directions.HasFlag(MediaDirections.Send) || media.Codecs.IsEmpty || media.LocalSsrc == 0)
            {
                continue;
            }

            var slot = before.Find(slot => slot.Media.Mid == media.Mid && slot.Media.Kind == media.Kind && slot.Media.LocalSsrc == media.LocalSsrc);
            if (slot is null)
            {
                slot = new(session, media, shared);
            }
            else
            {
                slot.Update(media);
            }

            _slots.Add(slot);
        }

        foreach (var slot in before.Except(_slots))
        {
            slot.Attach(null);
        }
    }

    /// <summary>A slot has another track, or must start it again.</summary>
    public void HandleNew()
    {
        _hasNew = true;
        session.WakeSoon();
    }

    /// <summary>
    /// Starts the tracks of new slots, once the terminal is connected. Before its address is proven only the keyframes are
    /// requested; the next call does the rest.
    /// </summary>
    public void Begin(MonoTime now, IDatagramSink sink)
    {
        if (!_hasNew)
        {
            return;
        }

        _hasNew = !session.Transport.Ice.IsProven;
        foreach (var slot in _slots)
        {
            slot.Begin(now, sink);
        }
    }

    public void End()
    {
        foreach (var slot in _slots)
        {
            slot.Attach(null);
        }
    }

    public Slot? FindBySsrc(uint ssrc)
    {
        foreach (var slot in _slots)
        {
            if (slot.Media.LocalSsrc == ssrc)
            {
                return slot;
            }
        }

        return null;
    }

    public ImmutableArray<SlotFill> ToFills() => [.. _slots.Select(slot => slot.ToFill())];
}
