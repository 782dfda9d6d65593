using System.Net;
using System.Text.Json;
using ConsultCluster.Domain;
using ConsultCluster.Domain.Audit;
using ConsultCluster.Ports.Stores;

namespace ConsultCluster.Relay.Remote.Control;

/// <summary>Puts refused nodes on record: one entry and one log line per reason and minute, with the number of those before. The reasons are few.</summary>
internal sealed class RefusalRecord(IAuditStore audits, TimeProvider clock, ILogger<RefusalRecord> logger)
{
    private readonly Lock _lock = new();
    private readonly EntryPace _pace = new();
    private readonly long _start = clock.GetTimestamp();

    /// <summary>Notes a refusal; true when it is to be logged as well.</summary>
    public bool Add(string code, IPAddress address)
    {
        int times;
        lock (_lock)
        {
            times = _pace.Take(code, clock.GetElapsedTime(_start));
        }

        if (times > 0)
        {
            _ = WriteAsync(code, address, times - 1);
        }

        return times > 0;
    }

    private async Task WriteAsync(string code, IPAddress address, int unsaid)
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
