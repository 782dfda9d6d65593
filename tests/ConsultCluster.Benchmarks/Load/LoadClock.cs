using ConsultCluster.Media;
using ConsultCluster.Relay.Sockets;

namespace ConsultCluster.Benchmarks.Load;

/// <summary>The clock that the kernel stamps datagrams with (CLOCK_REALTIME), and the cores' own unit.</summary>
internal static unsafe class LoadClock
{
    private const int RealTime = 0;
    private static readonly long _start = Nanoseconds;

    /// <summary>Since the epoch.</summary>
    public static long Nanoseconds
    {
        get
        {
            LibC.TimeSpec time;
            LibC.clock_gettime(RealTime, &time);
            return ToNanoseconds(time);
        }
    }

    /// <summary>Since the program started.</summary>
    public static MonoTime Now => new((Nanoseconds - _start) / TimeSpan.NanosecondsPerTick);

    public static long ToNanoseconds(in LibC.TimeSpec time) => (time.Seconds * 1_000_000_000) + time.Nanoseconds;
}
