using ConsultCluster.Relay.Sockets;

namespace ConsultCluster.Benchmarks.Load;

/// <summary>Processor time of any process, user and kernel, from the operating system.</summary>
internal static unsafe class ProcessorTime
{
    /// <summary>All threads of a process so far, those that have ended included.</summary>
    public static TimeSpan Of(int processId)
    {
        // The clock id of another process, as clock_getcpuclockid(3) makes it: CPUCLOCK_SCHED is 2.
        LibC.TimeSpec time;
        return LibC.clock_gettime((~processId << 3) | 2, &time) == 0
            ? TimeSpan.FromTicks(LoadClock.ToNanoseconds(time) / TimeSpan.NanosecondsPerTick)
            : throw new InvalidOperationException($"Process {processId} has ended.");
    }
}
