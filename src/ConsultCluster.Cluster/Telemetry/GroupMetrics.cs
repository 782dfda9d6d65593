using System.Diagnostics.Metrics;
using ConsultCluster.Domain.Groups;
using ConsultCluster.Domain.Media;

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

    /// <summary>Outcome of a move: media goes to the terminal's standby session.</summary>
    public const string Moved = "moved";

    /// <summary>Outcome of a move that was not to be: the relay is gone, and there was no standby session.</summary>
    public const string NoStandby = "no_standby";

    /// <summary>Seconds. Most commands take under 1 ms; 10 s is a call's time-out.</summary>
    private static readonly double[] Buckets = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10];

    /// <summary>Seconds. A move is a notice, and the next packets of the terminal; after 2 s the session before ends.</summary>
    private static readonly double[] MoveBuckets = [0.01, 0.025, 0.05, 0.1, 0.2, 0.3, 0.5, 0.75, 1, 1.5, 2];

    private static readonly string[] LimitNames = [Limits.Tokens, Limits.Seats, Limits.Sessions];

    private static readonly MediaMoveReason[] Reasons = Enum.GetValues<MediaMoveReason>();

    private readonly Histogram<double> _commands;
    private readonly Counter<long> _questions;
    private readonly Histogram<double> _moves;
    private readonly long[] _refused = new long[LimitNames.Length];
    private readonly long[] _moved = new long[Reasons.Length];
    private long _lost;

    /// <summary>Creates the instruments.</summary>
    public GroupMetrics(IMeterFactory meters)
    {
        ArgumentNullException.ThrowIfNull(meters);
        var meter = meters.Create(ClusterTelemetry.GroupMeter);
        _commands = meter.CreateHistogram(
            "groups.command.duration",
            "s",
            "Time from a command's turn in its group to its answer, by command and outcome: done, a refusal's code, storage_fault or failed.",
            tags: null,
            new InstrumentAdvice<double> { HistogramBucketBoundaries = Buckets });
        _questions = meter.CreateCounter<long>("groups.relays.asked", "{question}", "Questions to relays which sessions they hold, after groups were loaded.");
        _moves = meter.CreateHistogram(
            "groups.media.move.duration",
            "s",
            "Time from the order that a terminal's media moves until it flows at the new relay, by reason. Only moves for which the session before goes on: drain and "
            + "rebalance; those that take longer than 2 s are not in it.",
            tags: null,
            new InstrumentAdvice<double> { HistogramBucketBoundaries = MoveBuckets });

        // Observed, so that every series is there with its zero before the first move: an alert sees the first one, too.
        meter.CreateObservableCounter(
            "groups.media.moves",
            Moves,
            "{move}",
            "Moves of a terminal's media to another relay, by reason (terminal, relay_lost, drain, rebalance) and outcome: moved, or no_standby of a terminal that lost its media with its relay.");
        meter.CreateObservableCounter(
            "groups.limits.reached",
            () => LimitNames.Select((limit, i) => new Measurement<long>(Interlocked.Read(ref _refused[i]), new KeyValuePair<string, object?>("limit", limit))),
            "{refusal}",
            "Refusals by a limit of a group: tokens, seats, or sessions of one token.");
    }

    /// <summary>A group has answered a command.</summary>
    /// <param name="command">The command's name, such as <c>Enter</c>.</param>
    /// <param name="outcome"><see cref="Done"/>, a refusal's code, <see cref="StorageFault"/> or <see cref="Failed"/>.</param>
    /// <param name="duration">From its turn to its answer.</param>
    public void Answered(string command, string outcome, TimeSpan duration) =>
        _commands.Record(duration.TotalSeconds, new("command", command), new("outcome", outcome));

    /// <summary>A relay is asked which sessions it holds.</summary>
    public void RelayAsked() => _questions.Add(1);

    /// <summary>A limit has refused somebody.</summary>
    /// <param name="limit">One of <see cref="Limits"/>.</param>
    public void LimitReached(string limit) => Interlocked.Increment(ref _refused[Array.IndexOf(LimitNames, limit)]);

    /// <summary>A terminal's media goes to another relay.</summary>
    public void MediaMoved(MediaMoveReason reason) => Interlocked.Increment(ref _moved[(int)reason]);

    /// <summary>Media that moved while the session before went on flows at its new relay.</summary>
    /// <param name="after">By the clock of the wall, which may have been set back meanwhile.</param>
    public void MediaArrived(MediaMoveReason reason, TimeSpan after) => _moves.Record(Math.Max(0, after.TotalSeconds), ReasonTag(reason));

    /// <summary>A terminal lost its media: its relay is gone, and it had no standby session.</summary>
    public void MediaLost() => Interlocked.Increment(ref _lost);

    private IEnumerable<Measurement<long>> Moves()
    {
        foreach (var reason in Reasons)
        {
            yield return new Measurement<long>(Interlocked.Read(ref _moved[(int)reason]), ReasonTag(reason), new("outcome", Moved));
        }

        yield return new Measurement<long>(Interlocked.Read(ref _lost), ReasonTag(MediaMoveReason.RelayLost), new("outcome", NoStandby));
    }

    private static KeyValuePair<string, object?> ReasonTag(MediaMoveReason reason) => new("reason", reason switch
    {
        MediaMoveReason.Terminal => "terminal",
        MediaMoveReason.RelayLost => "relay_lost",
        MediaMoveReason.Drain => "drain",
        MediaMoveReason.Rebalance => "rebalance",
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, "No such reason."),
    });
}
