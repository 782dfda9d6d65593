using System.Globalization;

namespace ConsultCluster.Benchmarks.Load;

/// <summary>Memory of any process, from the operating system.</summary>
internal static class ResidentMemory
{
    private const string Field = "VmRSS:";

    /// <summary>What it holds in main memory now, in bytes (proc(5), VmRSS).</summary>
    public static long Of(int processId)
    {
        var line = File.ReadLines($"/proc/{processId}/status").First(line => line.StartsWith(Field, StringComparison.Ordinal));
        return long.Parse(line.AsSpan(Field.Length, line.Length - $"{Field} kB".Length), CultureInfo.InvariantCulture) * 1024;
    }
}
