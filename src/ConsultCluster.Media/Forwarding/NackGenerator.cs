namespace ConsultCluster.Media.Forwarding;

/// <summary>Finds gaps in one incoming RTP stream and decides which packets to request (RFC 4585 §6.2.1).</summary>
/// <param name="firstDelay">Delay before a missing packet is requested: reordering is not loss.</param>
/// <param name="maxRetries">Limit of requests per packet.</param>
public sealed class NackGenerator(TimeSpan firstDelay, int maxRetries)
{
    /// <summary>
    /// A larger jump is a restarted stream or a long outage, not repairable loss: 256 packets are about a second of
    /// video.
    /// </summary>
    private const int MaxGap = 256;

    /// <summary>Allocated at the first gap: many tracks never lose a packet.</summary>
    private Missing[] _missing = [];
    private int _count;
    private long _highest = -1;

    /// <summary>Time between two requests for one packet: somewhat above the round trip.</summary>
    public TimeSpan RetryInterval { get; set; } = TimeSpan.FromMilliseconds(100);

    /// <summary>When <see cref="HandleTimeout"/> next has work; null while nothing is missing.</summary>
    public MonoTime? NextTimeout { get; private set; }

    /// <summary>Clears everything, because the source restarted.</summary>
    public void Clear()
    {
        _count = 0;
        _highest = -1;
        NextTimeout = null;
    }

    /// <summary>True when the packet was or will be requested.</summary>
    public bool IsMissing(long sequence)
    {
        foreach (ref readonly var missing in _missing.AsSpan(0, _count))
        {
            if (missing.Sequence == sequence)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Handles a packet, original or retransmitted.</summary>
    /// <param name="sequence">RTP sequence number, unwrapped.</param>
    /// <returns>False when the loss cannot be repaired: video needs a keyframe.</returns>
    public bool HandlePacket(long sequence, MonoTime now)
    {
        if (_highest < 0 || sequence == _highest + 1)
        {
            _highest = sequence;
            return true;
        }

        if (sequence <= _highest)
        {
            Remove(sequence);
            return true;
        }

        var first = _highest + 1;
        _highest = sequence;
        if (sequence - first > MaxGap)
        {
            _count = 0;
            NextTimeout = null;
            return false;
        }

        if (_missing.Length == 0)
        {
            _missing = new Missing[MaxGap];
        }

        var complete = MakeRoom((int)(sequence - first));
        for (var missing = first; missing < sequence; missing++)
        {
            _missing[_count++] = new(missing, now + firstDelay, 0);
        }

        FindNext();
        return complete;
    }

    /// <summary>
    /// Writes the sequence numbers to request now, ascending; returns how many. Numbers that do not fit are requested
    /// next time.
    /// </summary>
    public int HandleTimeout(MonoTime now, Span<long> nacks)
    {
        var written = 0;
        var kept = 0;
        for (var i = 0; i < _count; i++)
        {
            var missing = _missing[i];
            if (missing.Due <= now && written < nacks.Length)
            {
                if (missing.Retries == maxRetries)
                {
                    continue;
                }

                nacks[written++] = missing.Sequence;
                missing = new(missing.Sequence, now + RetryInterval, missing.Retries + 1);
            }

            _missing[kept++] = missing;
        }

        _count = kept;
        FindNext();
        return written;
    }

    private bool MakeRoom(int wanted)
    {
        var excess = _count + wanted - _missing.Length;
        if (excess <= 0)
        {
            return true;
        }

        _missing.AsSpan(excess, _count - excess).CopyTo(_missing);
        _count -= excess;
        return false;
    }

    private void Remove(long sequence)
    {
        for (var i = 0; i < _count; i++)
        {
            if (_missing[i].Sequence == sequence)
            {
                _missing.AsSpan(i + 1, _count - i - 1).CopyTo(_missing.AsSpan(i));
                _count--;
                FindNext();
                return;
            }
        }
    }

    private void FindNext()
    {
        NextTimeout = null;
        for (var i = 0; i < _count; i++)
        {
            if (NextTimeout is not { } next || _missing[i].Due < next)
            {
                NextTimeout = _missing[i].Due;
            }
        }
    }

    private readonly record struct Missing(long Sequence, MonoTime Due, int Retries);
}
