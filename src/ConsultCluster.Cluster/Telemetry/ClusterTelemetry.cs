namespace ConsultCluster.Cluster.Telemetry;

/// <summary>What a telemetry pipeline subscribes to in order to see the groups and the engine below them.</summary>
public static class ClusterTelemetry
{
    /// <summary>Meter of the groups, see <see cref="GroupMetrics"/>.</summary>
    public const string GroupMeter = "ConsultCluster.Groups";

    /// <summary>Meters: the groups' own and the engine's.</summary>
    public static IReadOnlyList<string> Meters { get; } = [GroupMeter, "Microsoft.Orleans"];

    /// <summary>Activity sources: grain calls, and the engine's storage of grain state.</summary>
    public static IReadOnlyList<string> ActivitySources { get; } = ["Microsoft.Orleans.Application", "Microsoft.Orleans.Storage"];
}
