using ConsultCluster.Media.Rtp;

namespace ConsultCluster.Media.Forwarding;

/// <summary>
/// Rewrites one receiver's sequence numbers to be contiguous across switches, mutes and pauses. Within a run the
/// source's gaps remain, so a late packet keeps its number.
/// </summary>
/// <param name="first">Number of the first packet to be sent.</param>
public sealed class SequenceRewriter(long first)
{
    private long _offset;
    private long _runStart = long.MaxValue;

    /// <summary>Highest number assigned; <c>first - 1</c> before the first.</summary>
    public long Highest { get; private set; } = first - 1;

    /// <summary>Starts a run with this packet: it gets the next number; earlier packets get none.</summary>
    /// <param name="source">The publisher's number, unwrapped.</param>
    public void StartRun(long source)
    {
        _runStart = source;
        _offset = Highest + 1 - source;
    }

    /// <summary>False for packets before the run.</summary>
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

    /// <summary>
    /// The publisher's number of a packet that the receiver requests; false when it is not in this run or was never
    /// assigned.
    /// </summary>
    public bool TryReverse(ushort sequence, out long source, out long output)
    {
        output = SequenceNumber.Unwrap(sequence, Highest);
        source = output - _offset;
        return output <= Highest && source >= _runStart;
    }
}
