using System.Diagnostics.Metrics;

namespace ConsultCluster.Server.Audit;

/// <summary>Instruments of the meter <c>ConsultCluster.Audit</c>.</summary>
internal sealed class AuditMetrics
{
    public const string MeterName = "ConsultCluster.Audit";

    private long _done;
    private long _failed;

    public AuditMetrics(IMeterFactory meters, AuditState state, TimeProvider clock)
    {
        var meter = meters.Create(MeterName);
        meter.CreateObservableGauge("audit.intact", () => state.Current.Broken is null ? 1 : 0, null, "0 when a check has found a wrong entry in the audit.");
        meter.CreateObservableGauge("audit.verified.entries", () => state.Current.Entries ?? 0, null, "Entries that the last whole check found whole.");
        meter.CreateObservableGauge(
            "audit.export.age",
            () => state.Current is { IsExported: true, ExportedAt: { } at } ? Math.Max(0, (clock.GetUtcNow() - at).TotalSeconds) : 0,
            "s",
            "Time since every export had the newest head of the audit; 0 without exports.");
        meter.CreateObservableCounter(
            "audit.exports",
            () => new Measurement<long>[] { new(Interlocked.Read(ref _done), new KeyValuePair<string, object?>("outcome", "done")), new(Interlocked.Read(ref _failed), new KeyValuePair<string, object?>("outcome", "failed")) },
            null,
            "Heads of the audit that were exported, by outcome.");
    }

    public void Exported() => Interlocked.Increment(ref _done);

    public void ExportFailed() => Interlocked.Increment(ref _failed);
}
