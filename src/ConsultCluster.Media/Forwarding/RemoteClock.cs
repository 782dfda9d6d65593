namespace ConsultCluster.Media.Forwarding;

/// <summary>
/// Translates one terminal's NTP clock to ours. All its tracks share the translation, which keeps lip synchronisation.
/// </summary>
internal sealed class RemoteClock
{
    /// <summary>A larger difference means that the clock was set, not that a packet was slow.</summary>
    private const long MaxDelayTicks = 2 * TimeSpan.TicksPerSecond;

    private long? _offset;

    /// <summary>Time on our clock when the report was sent, up to the shortest delay seen.</summary>
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
