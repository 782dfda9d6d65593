using ConsultCluster.Relay.Sockets;
using Microsoft.Win32.SafeHandles;

namespace ConsultCluster.Relay.Loop;

/// <summary>
/// Reads the times of the thread that created it; call it only on that thread. Two system calls, no allocation. The
/// file stays open because opening it costs far more than reading.
/// </summary>
internal sealed unsafe class ThreadTimesReader : IDisposable
{
    /// <summary>
    /// Run time, wait time (both in ns) and time slices, as text. The symbolic link resolves to the thread that opens
    /// it.
    /// </summary>
    private const string Schedule = "/proc/thread-self/schedstat";

    /// <summary>Three numbers of at most 20 digits.</summary>
    private const int MaxScheduleLength = 64;

    private readonly SafeFileHandle? _schedule = Open();

    public ThreadTimes Read()
    {
        // The file's run time is only updated on a context switch or tick; the clock is exact.
        LibC.TimeSpec run;
        LibC.clock_gettime(LibC.ClockThreadCpuTime, &run);
        return new ThreadTimes(
            TimeSpan.FromTicks((run.Seconds * TimeSpan.TicksPerSecond) + (run.Nanoseconds / TimeSpan.NanosecondsPerTick)),
            Waited());
    }

    public void Dispose() => _schedule?.Dispose();

    /// <summary>The second number of the file's one line.</summary>
    internal static bool TryParseWaited(ReadOnlySpan<byte> line, out TimeSpan waited)
    {
        var rest = line[(line.IndexOf((byte)' ') + 1)..];
        var end = rest.IndexOf((byte)' ');
        var holds = long.TryParse(rest[..Math.Max(end, 0)], out var nanoseconds);
        waited = TimeSpan.FromTicks(nanoseconds / TimeSpan.NanosecondsPerTick);
        return holds;
    }

    private TimeSpan Waited()
    {
        if (_schedule is null)
        {
            return TimeSpan.Zero;
        }

        Span<byte> line = stackalloc byte[MaxScheduleLength];
        var length = RandomAccess.Read(_schedule, line, 0);
        return TryParseWaited(line[..length], out var waited) ? waited : TimeSpan.Zero;
    }

    private static SafeFileHandle? Open()
    {
        try
        {
            return File.OpenHandle(Schedule, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The kernel has no scheduler statistics, or a sandbox hides them.
            return null;
        }
    }
}
