namespace ConsultCluster.Media.Forwarding;

/// <summary>Translates one terminal's NTP clock to ours: all its tracks share the translation, so that lip synchronisation survives.</summary>
internal sealed class RemoteClock
{
    /// <summary>A larger difference is a clock that was set, not a slow packet.</summary>
    private const long MaxDelayTicks = 2 * TimeSpan.TicksPerSecond;

    private long? _offset;

    /// <summary>When the report was sent, on our clock, up to the shortest delay seen.</summary>
    public MonoTime Translate(ulong ntp, MonoTime arrival)
    {
        var ticks = NtpTime.ToTicks(ntp);
        var offset = arrival.Ticks - ticks;
        if (_offset is not { } known || offset < known || offset - known > MaxDelayTicks)
        {
            _offset = offset;
        }

        return new(ticks + _offset.Value);
    }
}
