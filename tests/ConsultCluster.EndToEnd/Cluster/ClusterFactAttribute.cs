using System.Globalization;

namespace ConsultCluster.EndToEnd.Cluster;

/// <summary>A test with six browsers and five servers, which two cores carry only when nothing else runs: <c>./test cluster</c> asks for it.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ClusterFactAttribute : FactAttribute
{
    /// <summary>Skipped unless it is asked for.</summary>
    public ClusterFactAttribute() => Skip = Kills > 0 ? null : "Runs with ./test cluster.";

    /// <summary>How often a relay is to be killed: <c>CONSULTCLUSTER_KILLS</c>; 0 when the test is not asked for.</summary>
    public static int Kills { get; } =
        int.TryParse(Environment.GetEnvironmentVariable("CONSULTCLUSTER_KILLS"), CultureInfo.InvariantCulture, out var wanted) ? wanted : 0;
}
