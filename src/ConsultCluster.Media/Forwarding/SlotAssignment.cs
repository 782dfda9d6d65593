using ConsultCluster.Media.Cascade;

namespace ConsultCluster.Media.Forwarding;

/// <summary>
/// Assigns tracks to a receiver's slots: assigned ones stay, free slots fill in order of entering. When none is free, a
/// track that sends takes the slot of one that is silent or muted.
/// </summary>
internal static class SlotAssignment
{
    /// <summary>True when something changed.</summary>
    public static bool Update(Session receiver, List<Session> members, List<RemotePublisher> remotes) =>
        Empty(receiver) | Fill(receiver, members, remotes);

    private static bool MayReceive(Session receiver) => receiver.Grant.MaySubscribe && !receiver.IsStandby;

    private static bool Empty(Session receiver)
    {
        var changed = false;
        foreach (var slot in receiver.Slots.All)
        {
            if (slot.Track is { } track && (!track.IsLive || !slot.CanReceive(track) || !MayReceive(receiver)))
            {
                slot.Attach(null);
                changed = true;
            }
        }

        return changed;
    }

    private static bool Fill(Session receiver, List<Session> members, List<RemotePublisher> remotes)
    {
        if (!MayReceive(receiver))
        {
            return false;
        }

        var changed = false;
        foreach (var publisher in members)
        {
            if (ReferenceEquals(publisher, receiver))
            {
                continue;
            }

            foreach (var track in publisher.Tracks.All)
            {
                changed |= TryFill(receiver, track);
            }
        }

        foreach (var publisher in remotes)
        {
            // After a move, the terminal's own old publisher exists on the other relay for a while.
            if (publisher.IsShown && (publisher.Name.Length == 0 || !string.Equals(publisher.Name, receiver.Name, StringComparison.Ordinal)))
            {
                foreach (var track in publisher.Tracks)
                {
                    changed |= TryFill(receiver, track.Track!);
                }
            }
        }

        return changed;
    }

    private static bool TryFill(Session receiver, Track track)
    {
        if (!track.IsLive
            || track.Receivers.SlotOf(receiver.MemberIndex) is not null
            || Find(receiver, track) is not { } slot)
        {
            return false;
        }

        slot.Attach(track);
        return true;
    }

    /// <summary>A free slot, or else the one that has been silent for longest; null when there is none.</summary>
    private static Slot? Find(Session receiver, Track track)
    {
        Slot? silent = null;
        foreach (var slot in receiver.Slots.All)
        {
            if (!slot.CanReceive(track))
            {
                continue;
            }

            if (slot.Track is not { } held)
            {
                return slot;
            }

            if (held.MayBeReplaced && !(track.IsMuted || track.IsSilent) && (silent is null || held.LastPacket < silent.Track!.LastPacket))
            {
                silent = slot;
            }
        }

        return silent;
    }
}
