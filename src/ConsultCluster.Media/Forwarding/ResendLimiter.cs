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
        // Made when the first packet was lost: most receivers of a good network never need it.
        _resent ??= new Resent[Remembered];
        ref var entry = ref _resent[sequence & (Remembered - 1)];
        var before = entry.Sequence == sequence ? entry.Count : 0;
        if (before >= MaxPerPacket || (before > 0 && now - entry.At < roundTrip))
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

    private readonly record struct Resent(long Sequence, MonoTime At, int Count);
}
