using System.Collections.Concurrent;
using ConsultCluster.Domain.Audit;
using ConsultCluster.Domain.Tokens;
using ConsultCluster.Ports.Stores;
using ConsultCluster.Server.Telemetry;

namespace ConsultCluster.Server.Hubs.Connections;

/// <summary>Says that a limit of the hub was reached: on the counter each time, in the audit once per limit and minute, with how often it was since.</summary>
internal sealed partial class HubLimitLog(HubMetrics metrics, IAuditStore audits, TimeProvider clock, ILogger<HubLimitLog> logger)
{
    private static readonly TimeSpan Between = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, Kind> _kinds = new(StringComparer.Ordinal);

    /// <param name="limit">One of <see cref="HubLimit"/>.</param>
    /// <param name="by">Whose token it was.</param>
    /// <param name="from">Network address.</param>
    public void Reached(string limit, TokenClaims by, string from)
    {
        metrics.Limited(limit);
        var times = limit == HubLimit.Silence ? 0 : _kinds.GetOrAdd(limit, _ => new Kind()).Count(clock.GetUtcNow());
        if (times > 0)
        {
            _ = WriteAsync(new AuditEntry(
                clock.GetUtcNow(), by.Group, by.Person, from, AuditActions.HubLimited, $$"""{"limit":"{{limit}}","token":"{{by.Id}}","times":{{times}}}"""));
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

    private sealed class Kind
    {
        private readonly Lock _lock = new();
        private DateTimeOffset _next = DateTimeOffset.MinValue;
        private int _times;

        /// <summary>How often it was since the last entry, when another one is due; else 0.</summary>
        public int Count(DateTimeOffset now)
        {
            lock (_lock)
            {
                _times++;
                if (now < _next)
                {
                    return 0;
                }

                _next = now + Between;
                return (_times, _times = 0).Item1;
            }
        }
    }
}
