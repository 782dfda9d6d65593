namespace ConsultCluster.Media;

/// <summary>
/// 64-bit NTP timestamps from the monotonic clock (RFC 3550 §4). Only differences are meaningful, which suffices for
/// lip synchronisation and round trips.
/// </summary>
public static class NtpTime
{
    /// <summary>Offset in seconds, so that the value is never 0, which means "no clock".</summary>
    private const ulong BaseSeconds = 0xE000_0000;

    /// <summary>Seconds in the upper, fractions in the lower 32 bits.</summary>
    public static ulong From(MonoTime time)
    {
        var (seconds, rest) = Math.DivRem(time.Ticks, TimeSpan.TicksPerSecond);
        return ((BaseSeconds + (ulong)seconds) << 32) | (((ulong)rest << 32) / TimeSpan.TicksPerSecond);
    }

    /// <summary>The middle 32 bits, in units of 1/65,536 s, as reports carry them (RFC 3550 §6.4.1).</summary>
    public static uint Compact(ulong ntp) => (uint)(ntp >> 16);

    /// <summary>Converts an NTP timestamp to units of 100 ns, for differences on one clock.</summary>
    public static long ToTicks(ulong ntp) =>
        ((long)(ntp >> 32) * TimeSpan.TicksPerSecond) + (long)(((ntp & 0xFFFF_FFFF) * TimeSpan.TicksPerSecond) >> 32);
}
