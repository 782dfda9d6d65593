using System.Runtime.InteropServices;

namespace ConsultCluster.Benchmarks.Load;

/// <summary>Gives the measured server one core and the load another, so that neither is moved about or stands in the other's way.</summary>
internal static partial class Cores
{
    private const ulong ServerMask = 1;
    private const ulong LoadMask = 2;

    /// <summary>Runs something on the load's core: the calling thread, and until it returns; processes started later shall not inherit it.</summary>
    public static T RunOnLoadCore<T>(Func<T> run)
    {
        Pin(0, LoadMask);
        try
        {
            return run();
        }
        finally
        {
            Pin(0, ServerMask | LoadMask);
        }
    }

    /// <summary>All threads of a process that has started them already; new ones inherit.</summary>
    public static void PinServer(int processId)
    {
        foreach (var task in Directory.GetDirectories($"/proc/{processId}/task"))
        {
            Pin(int.Parse(Path.GetFileName(task), System.Globalization.CultureInfo.InvariantCulture), ServerMask);
        }
    }

    private static void Pin(int thread, ulong mask)
    {
        if (Environment.ProcessorCount > 1)
        {
            // A thread that has just ended cannot be pinned and need not be.
            _ = sched_setaffinity(thread, sizeof(ulong), in mask);
        }
    }

    [LibraryImport("libc")]
    private static partial int sched_setaffinity(int thread, nuint length, in ulong mask);
}
