using ConsultCluster.Domain.Audit;
using ConsultCluster.Domain.Tokens;
using ConsultCluster.Ports.Stores;
using ConsultCluster.Server.Telemetry;

namespace ConsultCluster.Server.Hubs.Connections;

/// <summary>Says that a limit of the hub was reached: on the counter each time, in the audit once per limit and minute, with how often it was since.</summary>
internal sealed partial class HubLimitLog(HubMetrics metrics, IAuditStore audits, TimeProvider clock, ILogger<HubLimitLog> logger)
{
    private readonly Lock _lock = new();
    private readonly EntryPace _pace = new();
    private readonly long _start = clock.GetTimestamp();

    /// <param name="limit">One of <see cref="HubLimit"/>.</param>
    /// <param name="by">Whose token it was.</param>
    /// <param name="from">Network address.</param>
    public void Reached(string limit, TokenClaims by, string from)
    {
        metrics.Limited(limit);
        if (limit != HubLimit.Silence && Due(limit) is > 0 and var times)
        {
            _ = WriteAsync(new AuditEntry(
                clock.GetUtcNow(), by.Group, by.Person, from, AuditActions.HubLimited, $$"""{"limit":"{{limit}}","token":"{{by.Id}}","times":{{times}}}"""));
        }
    }

    private int Due(string limit)
    {
        lock (_lock)
        {
            return _pace.Take(limit, clock.GetElapsedTime(_start));
        }
    }

    private async Task WriteAsync(AuditEntry entry)
    {
        try
        {
            await audits.AppendAsync(entry);
        }
        catch (Exception e) when (e is StorageUnavailableException or ObjectDisposedException)
        {
            LogNotRecorded(entry.Detail, e.Message);
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "A limit of the hub was reached, which is not on record: {Detail}: {Reason}")]
    private partial void LogNotRecorded(string detail, string reason);
}
