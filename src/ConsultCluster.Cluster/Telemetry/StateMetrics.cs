using System.Diagnostics.Metrics;

namespace ConsultCluster.Cluster.Telemetry;

/// <summary>How calls of the grain storage ended, on the meter of the groups.</summary>
public sealed class StateMetrics
{
    /// <summary>Read, written or cleared.</summary>
    public const string Done = "done";

    /// <summary>The storage threw.</summary>
    public const string Failed = "failed";

    /// <summary>The storage did not answer in time.</summary>
    public const string TimedOut = "timed_out";

    /// <summary>Not tried, because the storage had just failed.</summary>
    public const string Skipped = "skipped";

    /// <summary>Another activation has written.</summary>
    public const string Conflict = "conflict";

    private readonly Counter<long> _calls;

    /// <summary>Creates the instrument.</summary>
    public StateMetrics(IMeterFactory meters) => _calls = meters.Create(ClusterTelemetry.GroupMeter).CreateCounter<long>(
        "groups.state.calls",
        "{call}",
        "Calls of the grain storage, by operation (read, write, clear) and outcome (done, failed, timed_out, skipped, conflict).");

    /// <summary>A call has ended.</summary>
    /// <param name="operation"><c>read</c>, <c>write</c> or <c>clear</c>.</param>
    /// <param name="outcome">One of the constants.</param>
    public void Called(string operation, string outcome) => _calls.Add(1, new("operation", operation), new("outcome", outcome));
}
