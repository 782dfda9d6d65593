namespace ConsultCluster.Media.Forwarding;

/// <summary>
/// Limits what one session sends: a token bucket of bytes and one of packets. Each is kept as the time at which it is
/// full again (the generic cell rate algorithm, ITU-T I.371). Only authentic packets take from the buckets, so forged
/// ones cannot empty them; while one is empty, packets are dropped before they are decrypted.
/// </summary>
internal struct InboundLimit
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private long _bytesFullAt;
    private long _packetsFullAt;
    private MonoTime _windowEnd;
    private MonoTime _secondEnd;
    private int _seconds;

    /// <summary>True while a bucket is empty.</summary>
    public readonly bool IsExceeded(InboundRates rates, MonoTime now) =>
        Math.Max(_bytesFullAt, _packetsFullAt) - (now.Ticks << InboundRates.FractionBits) > rates.Burst;

    /// <summary>Takes an authentic packet from the buckets.</summary>
    public void Take(InboundRates rates, int length, MonoTime now)
    {
        var at = now.Ticks << InboundRates.FractionBits;
        _bytesFullAt = Math.Max(_bytesFullAt, at) + (length * rates.PerByte);
        _packetsFullAt = Math.Max(_packetsFullAt, at) + rates.PerPacket;
    }

    /// <summary>
    /// A packet was dropped. True when packets were dropped in so many seconds of one minute that the session must end.
    /// </summary>
    public bool HandleDropped(InboundRates rates, MonoTime now)
    {
        if (now < _secondEnd)
        {
            return false;
        }

        if (now >= _windowEnd)
        {
            _windowEnd = now + Window;
            _seconds = 0;
        }

        _secondEnd = now + Second;
        return ++_seconds > rates.MaxExcessSeconds;
    }
}
