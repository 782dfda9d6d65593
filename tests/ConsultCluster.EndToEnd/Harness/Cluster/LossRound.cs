using System.Globalization;

namespace ConsultCluster.EndToEnd.Harness.Cluster;

/// <summary>What everybody saw when one relay process went away.</summary>
/// <param name="Node">Which.</param>
/// <param name="Carried">Terminals whose media went over it.</param>
/// <param name="GapsMs">For how long a picture stood still, in milliseconds: the worst picture of each terminal.</param>
internal sealed record LossRound(string Node, int Carried, double[] GapsMs)
{
    /// <summary>Milliseconds for which a picture may stand still when a relay was killed: a person waits, and does not hang up.</summary>
    public const double MaxKillGapMs = 1_000;

    /// <summary>Milliseconds for which it may when a relay was drained: hardly to be noticed.</summary>
    public const double MaxDrainGapMs = 250;

    /// <summary>Nearest rank over all terminals and rounds.</summary>
    public static double Percentile(IEnumerable<LossRound> rounds, int percent)
    {
        var gaps = rounds.SelectMany(round => round.GapsMs).Order().ToArray();
        return Math.Round(gaps[(((gaps.Length * percent) + 99) / 100) - 1]);
    }

    /// <summary>With the load of the machine at this moment: a busy one shows itself in the gaps.</summary>
    public override string ToString()
    {
        var load = File.Exists("/proc/loadavg") ? File.ReadAllText("/proc/loadavg").Split(' ')[0] : "unknown";
        var gaps = string.Join(' ', GapsMs.Select(gap => gap.ToString("F0", CultureInfo.InvariantCulture)));
        return $"{Node} carried {Carried}, gaps {gaps} ms, load {load}";
    }
}
