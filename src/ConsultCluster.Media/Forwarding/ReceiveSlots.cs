using System.Collections.Immutable;
using ConsultCluster.Media.Sdp;

namespace ConsultCluster.Media.Forwarding;

/// <summary>The receive slots of one terminal.</summary>
internal sealed class ReceiveSlots(Session session, RelayShared shared)
{
    private List<Slot> _slots = [];

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

    /// <summary>Requests keyframes of all tracks in the slots.</summary>
    public void RequestKeyframes(MonoTime now)
    {
        foreach (var slot in _slots)
        {
            slot.Track?.RequestKeyframe(now);
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
