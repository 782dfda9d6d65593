namespace ConsultCluster.Media.Forwarding;

/// <summary>Keeps a receiver's RTP clock continuous when its source changes (RFC 3550 §5.1).</summary>
/// <param name="clockRate">In Hz.</param>
/// <param name="first">Timestamp of the first packet.</param>
public sealed class TimestampRewriter(int clockRate, uint first)
{
    private uint _last = first;
    private MonoTime? _lastAt;

    /// <summary>Offset added to the source's timestamps.</summary>
    public uint Offset { get; private set; }

    /// <summary>Switches to another clock, which continues ours after the elapsed time, at least one unit.</summary>
    public void Switch(uint source, MonoTime now)
    {
        var elapsed = _lastAt is { } at ? Math.Max(1, (long)((now - at).TotalSeconds * clockRate)) : 0;
        Offset = (uint)(_last + elapsed - source);
    }

    /// <summary>The receiver's timestamp.</summary>
    public uint Map(uint source, MonoTime now)
    {
        var output = source + Offset;
        if (_lastAt is null || (int)(output - _last) >= 0)
        {
            _last = output;
            _lastAt = now;
        }

        return output;
    }
}
