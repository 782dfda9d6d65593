using System.Net;
using System.Text.Json;
using ConsultCluster.Domain;
using ConsultCluster.Domain.Audit;
using ConsultCluster.Ports.Stores;

namespace ConsultCluster.Relay.Remote.Control;

/// <summary>Puts refused nodes on record: one entry and one log line per reason and minute, with the number of those before. The reasons are few.</summary>
internal sealed class RefusalRecord(IAuditStore audits, TimeProvider clock, ILogger<RefusalRecord> logger)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, (long At, long Unsaid)> _last = new(StringComparer.Ordinal);

    /// <summary>Notes a refusal; true when it is to be logged as well.</summary>
    public bool Add(string code, IPAddress address)
    {
        long unsaid;
        lock (_lock)
        {
            var isKnown = _last.TryGetValue(code, out var last);
            if (isKnown && clock.GetElapsedTime(last.At) < Interval)
            {
                _last[code] = (last.At, last.Unsaid + 1);
                return false;
            }

            unsaid = last.Unsaid;
            _last[code] = (clock.GetTimestamp(), 0);
        }

        _ = WriteAsync(code, address, unsaid);
        return true;
    }

    private async Task WriteAsync(string code, IPAddress address, long unsaid)
    {
        try
        {
            await audits.AppendAsync(new AuditEntry(
                clock.GetUtcNow(), null, new PersonId(AuditEntry.System), address.ToString(), AuditActions.NodeRefused, JsonSerializer.Serialize(new { code, unrecorded = unsaid })));
        }
        catch (Exception e)
        {
            // The counter and the log line have it.
            NodeLog.RefusalUnrecorded(logger, e, code);
        }
    }
}
