using System.Diagnostics.Metrics;

namespace ConsultCluster.Cluster.Telemetry;

/// <summary>Instruments of the meter <c>ConsultCluster.Groups</c>. No tag names a group or a person, so the number of series is bounded.</summary>
public sealed class GroupMetrics
{
    /// <summary>Outcome of a command that was done.</summary>
    public const string Done = "done";

    /// <summary>Outcome of a command that found the database away.</summary>
    public const string StorageFault = "storage_fault";

    /// <summary>Outcome of a command that threw.</summary>
    public const string Failed = "failed";

    /// <summary>Seconds. Most commands take under 1 ms; 10 s is a call's time-out.</summary>
    private static readonly double[] Buckets = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10];

    private readonly Histogram<double> _commands;
    private readonly Counter<long> _questions;

    /// <summary>Creates the instruments.</summary>
    public GroupMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(ClusterTelemetry.GroupMeter);
        _commands = meter.CreateHistogram(
            "groups.command.duration",
            "s",
            "Time from a command's turn in its group to its answer, by command and outcome: done, a refusal's code, storage_fault or failed.",
            tags: null,
            new InstrumentAdvice<double> { HistogramBucketBoundaries = Buckets });
        _questions = meter.CreateCounter<long>("groups.relays.asked", "{question}", "Questions to relays which sessions they hold, after groups were loaded.");
    }

    /// <summary>A group has answered a command.</summary>
    /// <param name="command">The command's name, such as <c>Enter</c>.</param>
    /// <param name="outcome"><see cref="Done"/>, a refusal's code, <see cref="StorageFault"/> or <see cref="Failed"/>.</param>
    /// <param name="duration">From its turn to its answer.</param>
    public void Answered(string command, string outcome, TimeSpan duration) =>
        _commands.Record(duration.TotalSeconds, new("command", command), new("outcome", outcome));

    /// <summary>A relay is asked which sessions it holds.</summary>
    public void RelayAsked() => _questions.Add(1);
}
