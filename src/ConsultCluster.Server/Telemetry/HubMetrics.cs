using System.Diagnostics.Metrics;
using ConsultCluster.Server.Hubs.Connections;

namespace ConsultCluster.Server.Telemetry;

/// <summary>Instruments of the meter <c>ConsultCluster.Hub</c>: the signalling of this process's terminals.</summary>
internal sealed class HubMetrics
{
    public const string MeterName = "ConsultCluster.Hub";

    /// <summary>Outcome of a call that was done.</summary>
    public const string Done = "done";

    /// <summary>Outcome of a call that threw.</summary>
    public const string Failed = "failed";

    /// <summary>Seconds. A call crosses at most two processes and the database; a group's call times out after 10 s.</summary>
    private static readonly double[] Buckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

    private readonly UpDownCounter<long> _connections;
    private readonly UpDownCounter<long> _seats;
    private readonly Counter<long> _limited;
    private int _limitsAreTold;
    private readonly Histogram<double> _calls;

    public HubMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        _connections = meter.CreateUpDownCounter<long>("hub.connections", "{connection}", "Open connections of terminals.");
        _seats = meter.CreateUpDownCounter<long>("hub.seats", "{seat}", "Connections that have entered a consultation.");
        _limited = meter.CreateCounter<long>("hub.limited", "{event}", "How often a limit of the hub was reached, by limit.");
        _calls = meter.CreateHistogram(
            "hub.call.duration",
            "s",
            "Time of a call of a terminal, by method and outcome: done, a refusal's code or failed.",
            tags: null,
            new InstrumentAdvice<double> { HistogramBucketBoundaries = Buckets });

        // A series that begins with its first event hides that event from rate().
        _connections.Add(0);
        _seats.Add(0);
    }

    public void Connected()
    {
        _connections.Add(1);

        // With the first connection: the exporter does not listen yet when the server is made.
        if (Interlocked.Exchange(ref _limitsAreTold, 1) == 0)
        {
            foreach (var limit in HubLimit.All)
            {
                _limited.Add(0, new KeyValuePair<string, object?>("limit", limit));
            }
        }
    }

    public void Disconnected() => _connections.Add(-1);

    public void Seated() => _seats.Add(1);

    public void Unseated() => _seats.Add(-1);

    /// <param name="limit">One of <see cref="HubLimit"/>.</param>
    public void Limited(string limit) => _limited.Add(1, new KeyValuePair<string, object?>("limit", limit));

    public void Called(string method, string outcome, TimeSpan duration) =>
        _calls.Record(duration.TotalSeconds, new("method", method), new("outcome", outcome));
}
