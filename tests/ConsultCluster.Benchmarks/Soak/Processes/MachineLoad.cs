using System.Globalization;

namespace ConsultCluster.Benchmarks.Soak.Processes;

/// <summary>Processor time of the whole machine so far, in ticks of the kernel (proc(5), /proc/stat).</summary>
internal readonly record struct MachineLoad(long Busy, long All)
{
    /// <summary>Columns of the line: idle, and waiting for a disk.</summary>
    private const int Idle = 3;
    private const int Waiting = 4;

    public static MachineLoad Read()
    {
        long[] ticks = [.. File.ReadLines("/proc/stat").First().Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(text => long.Parse(text, CultureInfo.InvariantCulture))];
        var all = ticks.Sum();
        return new MachineLoad(all - ticks[Idle] - ticks[Waiting], all);
    }

    /// <summary>Share of all cores that was in use since then, 0 to 1.</summary>
    public double ShareSince(MachineLoad before) => All == before.All ? 0 : Math.Round((double)(Busy - before.Busy) / (All - before.All), 3);
}
