using System.Runtime.CompilerServices;

namespace ConsultCluster.Media.Srtp;

/// <summary>Rollover counter and replay window of one SSRC (RFC 3711 §3.3.1 and §3.3.2, window as in RFC 6479).</summary>
internal sealed class SrtpStream
{
    /// <summary>Words of the ring: 16 · 64 = 1,024 indices, about a second of video at 1,000 packets/s.</summary>
    private const int Words = 16;

    private const int WordBits = 6;
    private const int HalfSequence = 0x8000;

    private Window _seen;
    private long _highest = -1;

    /// <summary>The 48-bit index nearest to the highest received one.</summary>
    public long EstimateIndex(ushort sequence)
    {
        var rollover = _highest >> 16;
        var difference = sequence - (int)(_highest & 0xFFFF);
        if (difference > HalfSequence && rollover > 0)
        {
            rollover--;
        }
        else if (difference < -HalfSequence)
        {
            rollover++;
        }

        return (rollover << 16) | sequence;
    }

    /// <summary>Checks whether an index is acceptable; changes nothing.</summary>
    public SrtpResult Check(long index)
    {
        if (index > _highest)
        {
            return SrtpResult.Ok;
        }

        var word = index >> WordBits;
        if ((_highest >> WordBits) - word >= Words)
        {
            return SrtpResult.TooOld;
        }

        return (_seen[(int)(word % Words)] & Bit(index)) == 0 ? SrtpResult.Ok : SrtpResult.Replayed;
    }

    /// <summary>Marks an authentic packet as received.</summary>
    public void Accept(long index)
    {
        var word = index >> WordBits;
        if (index > _highest)
        {
            var highestWord = _highest >> WordBits;
            var passed = Math.Min(word - highestWord, Words);
            for (var i = 0; i < passed; i++)
            {
                _seen[(int)((word - i) % Words)] = 0;
            }

            _highest = index;
        }

        _seen[(int)(word % Words)] |= Bit(index);
    }

    private static ulong Bit(long index) => 1UL << (int)(index & 63);

    [InlineArray(Words)]
    private struct Window
    {
        private ulong _first;
    }
}
