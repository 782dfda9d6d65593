namespace ConsultCluster.Media.Forwarding;

/// <summary>
/// Limits the cost of one receiver's NACKs: each packet once per round trip, a few times in total, and a total rate.
/// </summary>
/// <param name="perSecond">Retransmitted packets per second.</param>
public sealed class ResendLimiter(int perSecond)
{
    /// <summary>After this many retransmissions a packet is too late for any jitter buffer.</summary>
    private const int MaxPerPacket = 8;

    /// <summary>Packets tracked: a power of two, two seconds of video.</summary>
    private const int Remembered = 512;

    private Resent[]? _resent;
    private double _tokens = perSecond / 2.0;
    private MonoTime _filledAt;

    /// <summary>True when the packet may be retransmitted now; records it.</summary>
    public bool TryTake(long sequence, MonoTime now, TimeSpan roundTrip)
    {
        ref var entry = ref EntryOf(sequence);
        var isKnown = entry.Sequence == sequence;
        var before = isKnown ? entry.Count : 0;
        if (before >= MaxPerPacket || (isKnown && now - entry.At < roundTrip))
        {
            return false;
        }

        // Allow a burst of half a second's worth: losses come in bursts.
        _tokens = Math.Min(perSecond / 2.0, _tokens + ((now - _filledAt).TotalSeconds * perSecond));
        _filledAt = now;
        if (_tokens < 1)
        {
            return false;
        }

        _tokens--;
        entry = new(sequence, now, before + 1);
        return true;
    }

    /// <summary>The packet was sent late because it arrived late: a NACK in flight is already satisfied.</summary>
    public void HandleLate(long sequence, MonoTime now) => EntryOf(sequence) = new(sequence, now, 0);

    private ref Resent EntryOf(long sequence)
    {
        // Allocated at the first loss: most receivers on a good network never need it.
        if (_resent is null)
        {
            _resent = new Resent[Remembered];
            Array.Fill(_resent, new Resent(-1, default, 0));
        }

        return ref _resent[sequence & (Remembered - 1)];
    }

    private readonly record struct Resent(long Sequence, MonoTime At, int Count);
}
