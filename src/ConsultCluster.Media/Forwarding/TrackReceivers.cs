using ConsultCluster.Media.Cascade;

namespace ConsultCluster.Media.Forwarding;

/// <summary>Where one track goes: slots of this relay's terminals, and links to other relays.</summary>
internal sealed class TrackReceivers
{
    /// <summary>Slots by the receiver's index in the router; null where it is in no slot.</summary>
    private Slot?[] _slots = [];

    /// <summary>Copies for other relays, by the index of their link in the router.</summary>
    private ForwardedTrack?[] _links = [];

    /// <summary>Counts restarts of the sequence numbers, for other relays: a new SSRC, the end of a pause.</summary>
    public byte Run { get; private set; }

    /// <summary>True when a receiver has it in a slot, here or on another relay.</summary>
    public bool Any
    {
        get
        {
            foreach (var slot in _slots)
            {
                if (slot is not null)
                {
                    return true;
                }
            }

            foreach (var link in _links)
            {
                if (link is { IsSubscribed: true })
                {
                    return true;
                }
            }

            return false;
        }
    }

    public Slot? SlotOf(int member) => (uint)member < (uint)_slots.Length ? _slots[member] : null;

    public ForwardedTrack? LinkAt(int index) => (uint)index < (uint)_links.Length ? _links[index] : null;

    public void SetSlot(int member, Slot? slot)
    {
        if (member >= _slots.Length)
        {
            if (slot is null)
            {
                return;
            }

            Array.Resize(ref _slots, Math.Max(member + 1, _slots.Length * 2));
        }

        _slots[member] = slot;
    }

    /// <summary>Sets the track's copy for one link; null when it has no receivers there.</summary>
    public void SetLink(int index, ForwardedTrack? forwarded)
    {
        if (index >= _links.Length)
        {
            Array.Resize(ref _links, index + 1);
        }

        _links[index] = forwarded;
    }

    /// <summary>Media resumes after a pause: schedules reports of the receivers.</summary>
    public void Wake(MonoTime now)
    {
        foreach (var slot in _slots)
        {
            slot?.Receiver.WakeBy(now);
        }
    }

    /// <summary>The publisher has negotiated its codecs again.</summary>
    public void HandleCodecs()
    {
        foreach (var slot in _slots)
        {
            slot?.HandleCodecs();
        }
    }

    /// <summary>The clock jumped. Other relays see that by themselves.</summary>
    public void HandleClockJump(long sequence)
    {
        foreach (var slot in _slots)
        {
            slot?.HandleClockJump(sequence);
        }
    }

    /// <summary>All numbers begin again; decoding starts at the next keyframe.</summary>
    /// <param name="sameClock">True when the source's RTP clock continued.</param>
    public void Restart(bool sameClock)
    {
        Run++;
        foreach (var slot in _slots)
        {
            slot?.Restart(sameClock);
        }

        foreach (var link in _links)
        {
            link?.HandleRestart();
        }
    }
}
