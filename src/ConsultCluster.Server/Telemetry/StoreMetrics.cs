using System.Diagnostics;
using System.Diagnostics.Metrics;
using ConsultCluster.Ports.Stores;

namespace ConsultCluster.Server.Telemetry;

/// <summary>Instruments of the meter <c>ConsultCluster.Store</c>.</summary>
internal sealed class StoreMetrics
{
    public const string MeterName = "ConsultCluster.Store";

    private const string Done = "done";
    private const string Stale = "stale";
    private const string Unavailable = "unavailable";
    private const string Failed = "failed";

    /// <summary>Seconds. A save on a quiet machine takes about 1 ms; a busy database answers within 10 s or counts as away.</summary>
    private static readonly double[] Buckets = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10];

    private readonly Histogram<double> _operations;

    public StoreMetrics(IMeterFactory meters) => _operations = meters.Create(MeterName).CreateHistogram(
        "store.operation.duration",
        "s",
        "Time of an operation on the consultation store, by operation and outcome: done, stale, unavailable or failed.",
        tags: null,
        new InstrumentAdvice<double> { HistogramBucketBoundaries = Buckets });

    /// <summary>Runs and measures one operation.</summary>
    public async Task<T> MeasureAsync<T>(string operation, Func<Task<T>> run)
    {
        var started = Stopwatch.GetTimestamp();
        var outcome = Failed;
        try
        {
            var result = await run();
            outcome = Done;
            return result;
        }
        catch (StaleGroupException)
        {
            outcome = Stale;
            throw;
        }
        catch (StorageUnavailableException)
        {
            outcome = Unavailable;
            throw;
        }
        finally
        {
            _operations.Record(Stopwatch.GetElapsedTime(started).TotalSeconds, new("operation", operation), new("outcome", outcome));
        }
    }
}
