using ConsultCluster.Media.Srtp;

namespace ConsultCluster.Media.Cascade;

/// <summary>
/// Replay window of one key (RFC 6479). It covers all tracks of a link, so it is wide: 16,384 datagrams are 160 ms at
/// 100,000 datagrams/s.
/// </summary>
internal sealed class ReplayWindow
{
    private const int WordBits = 6;
    private const int Words = 256;

    private readonly ulong[] _seen = new ulong[Words];
    private long _highest = -1;

    /// <summary>Highest counter received; -1 before the first.</summary>
    public long Highest => _highest;

    /// <summary>Checks whether a counter is acceptable; changes nothing.</summary>
    public SrtpResult Check(long counter)
    {
        if (counter > _highest)
        {
            return SrtpResult.Ok;
        }

        var word = counter >> WordBits;
        if (counter < 0 || (_highest >> WordBits) - word >= Words)
        {
            return SrtpResult.TooOld;
        }

        return (_seen[word & (Words - 1)] & Bit(counter)) == 0 ? SrtpResult.Ok : SrtpResult.Replayed;
    }

    /// <summary>Marks an authentic datagram as received.</summary>
    public void Accept(long counter)
    {
        var word = counter >> WordBits;
        if (counter > _highest)
        {
            var passed = Math.Min(word - (_highest >> WordBits), Words);
            for (var i = 0; i < passed; i++)
            {
                _seen[(word - i) & (Words - 1)] = 0;
            }

            _highest = counter;
        }

        _seen[word & (Words - 1)] |= Bit(counter);
    }

    private static ulong Bit(long counter) => 1UL << (int)(counter & 63);
}
