namespace ConsultCluster.Media.Forwarding;

/// <summary>Decides which tracks are in one receiver's slots: those that are in one stay, free ones are filled in order of entering.</summary>
internal static class SlotAssignment
{
    /// <summary>True when something changed.</summary>
    public static bool Update(Session receiver, List<Session> members) => Empty(receiver) | Fill(receiver, members);

    private static bool Empty(Session receiver)
    {
        var changed = false;
        foreach (var slot in receiver.Slots.All)
        {
            if (slot.Track is { } track && (!track.IsLive || !slot.CanReceive(track) || !receiver.Grant.MaySubscribe))
            {
                slot.Attach(null);
                changed = true;
            }
        }

        return changed;
    }

    private static bool Fill(Session receiver, List<Session> members)
    {
        if (!receiver.Grant.MaySubscribe)
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
                if (track.IsLive
                    && track.SubscriberAt(receiver.MemberIndex) is null
                    && receiver.Slots.All.Find(slot => slot.Track is null && slot.CanReceive(track)) is { } free)
                {
                    free.Attach(track);
                    changed = true;
                }
            }
        }

        return changed;
    }
}
