using System.Runtime.CompilerServices;

namespace ConsultCluster.Media.Srtp;

/// <summary>
/// Rollover counter and replay window of one SSRC (RFC 3711 §3.3.1 and §3.3.2, window as in RFC 6479). Follows a sender
/// whose sequence numbers jump: after some refused packets in a row it suggests other rollover counters, and accepts
/// older indices that were never used.
/// </summary>
internal sealed class SrtpStream
{
    /// <summary>Difference between two indices with the same sequence number.</summary>
    public const long Rollover = 0x1_0000;

    /// <summary>Words of the ring: 16 · 64 = 1,024 indices, about a second of video at 1,000 packets/s.</summary>
    private const int Words = 16;

    private const int WordBits = 6;
    private const int HalfSequence = 0x8000;

    /// <summary>A few forged or late packets are no jump. A lost tenth of a second of audio is not heard.</summary>
    private const int Patience = 3;

    private Window _seen;
    private long _first;
    private long _highest = -1;
    private SrtpRuns? _former;
    private uint _refused;

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

    /// <summary>
    /// After refused packets, another index to try, in turn: the sender's counter is one ahead, since it counts a jump
    /// over more than half of the numbers as one forward; or one behind; or it began again. Otherwise null.
    /// </summary>
    public long? OtherIndex(long nearest, ushort sequence) => _refused < Patience ? null : (_refused % 3) switch
    {
        0 => nearest + Rollover,
        1 when nearest >= Rollover => nearest - Rollover,
        _ => sequence,
    };

    /// <summary>Checks whether an index is acceptable; changes nothing.</summary>
    public SrtpResult Check(long index)
    {
        if (_former is not null && _former.Contains(index))
        {
            return SrtpResult.TooOld;
        }

        if (index > _highest)
        {
            return SrtpResult.Ok;
        }

        var word = index >> WordBits;
        if ((_highest >> WordBits) - word >= Words)
        {
            return index < _first && _refused >= Patience ? SrtpResult.Ok : SrtpResult.TooOld;
        }

        return (_seen[(int)(word % Words)] & Bit(index)) == 0 ? SrtpResult.Ok : SrtpResult.Replayed;
    }

    /// <summary>A packet was refused: too old, repeated, or not authentic under any index tried.</summary>
    public void HandleRefused() => _refused++;

    /// <summary>Marks an authentic packet as received.</summary>
    public void Accept(long index)
    {
        _refused = 0;
        var word = index >> WordBits;
        var highestWord = _highest >> WordBits;
        if (_highest < 0)
        {
            _first = index;
        }
        else if (word - highestWord > Words || highestWord - word >= Words)
        {
            (_former ??= new()).Add(_first, _highest);
            _first = index;
            _highest = -1;
            highestWord = word - Words;
        }

        if (index > _highest)
        {
            var passed = Math.Min(word - highestWord, Words);
            for (var i = 0; i < passed; i++)
            {
                _seen[(int)((word - i + Words) % Words)] = 0;
            }

            _highest = index;
        }

        _first = Math.Min(_first, index);
        _seen[(int)(word % Words)] |= Bit(index);
    }

    private static ulong Bit(long index) => 1UL << (int)(index & 63);

    [InlineArray(Words)]
    private struct Window
    {
        private ulong _first;
    }
}
