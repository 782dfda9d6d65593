using System.Diagnostics;
using System.Globalization;

namespace ConsultCluster.Testing.Time;

/// <summary>A clock of the wall that is wrong for one process, as on a machine that nobody sets: everything in it sees that time. Its timers run as ever.</summary>
public static class WrongClock
{
    private const string Library = "libfaketimeMT.so.1";

    /// <summary>This process has such a clock.</summary>
    public static bool IsSet => Environment.GetEnvironmentVariable("FAKETIME") is not null;

    /// <summary>Sets the clock of a process that is about to start.</summary>
    /// <param name="ahead">Below zero for one that is behind.</param>
    public static void Set(ProcessStartInfo start, TimeSpan ahead)
    {
        ArgumentNullException.ThrowIfNull(start);
        if (ahead != TimeSpan.Zero)
        {
            start.Environment["LD_PRELOAD"] = Find();
            start.Environment["FAKETIME"] = string.Create(CultureInfo.InvariantCulture, $"{ahead.TotalSeconds:+0.0;-0.0}");
            start.Environment["FAKETIME_DONT_FAKE_MONOTONIC"] = "1";
        }
    }

    private static string Find() =>
        Directory.EnumerateDirectories("/usr/lib", "*-linux-gnu").Select(folder => Path.Combine(folder, "faketime", Library)).FirstOrDefault(File.Exists)
        ?? throw new InvalidOperationException($"{Library} is missing. Install it, on Debian: apt-get install faketime; ./test does.");
}
