namespace ConsultCluster.Media.Forwarding;

/// <summary>
/// Finds where a stream starts anew under its SSRC: an encoder restarted, or a proxy switched its source. Receivers
/// must not see such a jump: their SRTP would lose the rollover counter (RFC 3711 §3.3.1).
/// </summary>
/// <param name="clockRate">In Hz.</param>
public sealed class StreamContinuity(int clockRate)
{
    /// <summary>Limit of loss, as in RFC 3550 §A.1: three to six seconds of video.</summary>
    public const int MaxGap = 3000;

    /// <summary>A packet later than this is of no use to anybody: two seconds of video at 500 packets/s.</summary>
    public const int MaxLate = 1024;

    /// <summary>Packets that may be lost between the first of a new run and the next one.</summary>
    private const int MaxLostInNewRun = 16;

    /// <summary>The network may hold packets back for this long, and then they come at once.</summary>
    private const int MaxDriftSeconds = 10;

    /// <summary>Frames that are shown in another order than they are sent are closer together.</summary>
    private const int MaxBackSeconds = 2;

    private long _highest = -1;
    private long _newRun = -1;
    private uint _timestamp;
    private MonoTime _at;

    /// <summary>Forgets the stream: any packet may be the next.</summary>
    public void Clear() => (_highest, _newRun) = (-1, -1);

    /// <summary>Compares a packet with the newest one before it.</summary>
    /// <param name="sequence">Unwrapped.</param>
    /// <param name="timestamp">Timestamp in the header.</param>
    public Continuity HandlePacket(long sequence, uint timestamp, MonoTime now)
    {
        var continuity = _highest < 0 ? Continuity.Continues
            : sequence > _highest ? Ahead(sequence, timestamp, now)
            : Behind(sequence, timestamp);
        if (continuity != Continuity.Stray && (sequence > _highest || continuity != Continuity.Continues))
        {
            _highest = sequence;
            _timestamp = timestamp;
            _at = now;
            _newRun = -1;
        }

        return continuity;
    }

    private Continuity Ahead(long sequence, uint timestamp, MonoTime now)
    {
        var passed = (now - _at).Ticks;
        var drift = (int)(timestamp - _timestamp - (uint)(passed * clockRate / TimeSpan.TicksPerSecond));
        var isBack = passed < MaxBackSeconds * TimeSpan.TicksPerSecond && (int)(timestamp - _timestamp) < -MaxBackSeconds * clockRate;
        return isBack || Math.Abs((long)drift) > (long)MaxDriftSeconds * clockRate
            ? (sequence == _highest + 1 ? Continuity.ClockJumps : Continuity.StartsAnew)
            : sequence - _highest > MaxGap ? Continuity.Jumps
            : Continuity.Continues;
    }

    private Continuity Behind(long sequence, uint timestamp)
    {
        var isNear = Math.Abs((long)(int)(timestamp - _timestamp)) <= (long)MaxDriftSeconds * clockRate;
        if (isNear && sequence > _highest - MaxLate)
        {
            return Continuity.Continues;
        }

        if (sequence >= _newRun && sequence <= _newRun + MaxLostInNewRun && _newRun >= 0)
        {
            return isNear ? Continuity.Jumps : Continuity.StartsAnew;
        }

        _newRun = sequence + 1;
        return Continuity.Stray;
    }
}
