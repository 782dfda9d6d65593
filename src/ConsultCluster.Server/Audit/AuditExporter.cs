using ConsultCluster.Storage.Audit;

namespace ConsultCluster.Server.Audit;

/// <summary>Sends the newest head to every export. What fails is tried again with the next head, which vouches for all entries before it.</summary>
internal sealed partial class AuditExporter(
    IEnumerable<IAuditExport> exports, AuditState state, AuditMetrics metrics, TimeProvider clock, ILogger<AuditExporter> logger)
{
    /// <summary>A head is repeated after so long without a new entry: a sign that the server lives and the export works.</summary>
    public static readonly TimeSpan Repeat = TimeSpan.FromHours(1);

    /// <summary>How long one export may take.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Dictionary<IAuditExport, AuditHead> _sent = [];

    public IReadOnlyList<IAuditExport> Exports { get; } = [.. exports];

    /// <summary>Exports the head wherever it is not yet.</summary>
    public async Task ExportAsync(AuditHead head, CancellationToken stop)
    {
        var failed = false;
        foreach (var export in Exports.Where(export => !_sent.TryGetValue(export, out var sent) || sent.Number != head.Number || head.At - sent.At >= Repeat))
        {
            failed |= !await TryAsync(export, head, stop);
        }

        if (Exports.Count > 0 && !failed)
        {
            state.Exported(clock.GetUtcNow());
        }
    }

    private async Task<bool> TryAsync(IAuditExport export, AuditHead head, CancellationToken stop)
    {
        using var patience = new CancellationTokenSource(Patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, patience.Token);
        try
        {
            await export.AddAsync(head, either.Token);
            _sent[export] = head;
            metrics.Exported();
            return true;
        }
        catch (Exception e) when (!stop.IsCancellationRequested)
        {
            var reason = patience.IsCancellationRequested ? "No answer." : e.Message;
            state.ExportFailed($"{export.Name}: {reason}", clock.GetUtcNow());
            metrics.ExportFailed();
            LogFailure(export.Name, reason);
            return false;
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "The head of the audit cannot be exported to {Export}; trying again with the next one: {Reason}")]
    private partial void LogFailure(string export, string reason);
}
