namespace ConsultCluster.Media.Forwarding;

/// <summary>Bounds what NACKs of one receiver can cost: each packet once per round trip, a few times in all, and a rate over all.</summary>
/// <param name="perSecond">Resent packets per second.</param>
public sealed class ResendLimiter(int perSecond)
{
    /// <summary>After that many a packet is too late for any jitter buffer.</summary>
    private const int MaxPerPacket = 8;

    /// <summary>Packets remembered: a power of two, two seconds of video.</summary>
    private const int Remembered = 512;

    private Resent[]? _resent;
    private double _tokens = perSecond / 2.0;
    private MonoTime _filledAt;

    /// <summary>True when the packet may be sent again now, and takes note of it.</summary>
    public bool TryTake(long sequence, MonoTime now, TimeSpan roundTrip)
    {
        ref var entry = ref EntryOf(sequence);
        var isKnown = entry.Sequence == sequence;
        var before = isKnown ? entry.Count : 0;
        if (before >= MaxPerPacket || (isKnown && now - entry.At < roundTrip))
        {
            return false;
        }

        // Half a second's worth may come at once: losses come in bursts.
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

    /// <summary>The packet was sent late, since the publisher's copy came late: a wish for it that is under way is fulfilled already.</summary>
    public void HandleLate(long sequence, MonoTime now) => EntryOf(sequence) = new(sequence, now, 0);

    private ref Resent EntryOf(long sequence)
    {
        // Made when the first packet was lost: most receivers of a good network never need it.
        if (_resent is null)
        {
            _resent = new Resent[Remembered];
            Array.Fill(_resent, new Resent(-1, default, 0));
        }

        return ref _resent[sequence & (Remembered - 1)];
    }

    private readonly record struct Resent(long Sequence, MonoTime At, int Count);
}
