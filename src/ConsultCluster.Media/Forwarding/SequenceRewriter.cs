using ConsultCluster.Media.Rtp;

namespace ConsultCluster.Media.Forwarding;

/// <summary>
/// Gives what one receiver gets contiguous sequence numbers, whatever is switched, muted or paused before it. Within a run, the
/// source's gaps stay gaps, so that a packet that comes late still has its number.
/// </summary>
/// <param name="first">Number of the first packet that will be sent.</param>
public sealed class SequenceRewriter(long first)
{
    private long _offset;
    private long _runStart = long.MaxValue;

    /// <summary>Highest number given; <c>first - 1</c> before any.</summary>
    public long Highest { get; private set; } = first - 1;

    /// <summary>Begins a run with this packet: it gets the number after the highest, and earlier ones none.</summary>
    /// <param name="source">The publisher's number, unwrapped.</param>
    public void StartRun(long source)
    {
        _runStart = source;
        _offset = Highest + 1 - source;
    }

    /// <summary>False for packets in front of the run.</summary>
    public bool TryMap(long source, out long output)
    {
        output = source + _offset;
        if (source < _runStart)
        {
            return false;
        }

        Highest = Math.Max(Highest, output);
        return true;
    }

    /// <summary>The publisher's number of what the receiver asks for; false when it is not of this run or was never given.</summary>
    public bool TryReverse(ushort sequence, out long source, out long output)
    {
        output = SequenceNumber.Unwrap(sequence, Highest);
        source = output - _offset;
        return output <= Highest && source >= _runStart;
    }
}
