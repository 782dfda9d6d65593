using ConsultCluster.Ports.Stores;

namespace ConsultCluster.Storage.Audit;

/// <summary>Compares a database with heads that were exported from it. Takes a few hundred heads at a time, so memory does not grow with them.</summary>
public sealed class AuditHeadCheck(IAuditStore store)
{
    /// <summary>Heads compared by one query.</summary>
    private const int BatchSize = 500;

    private RecordedAudit? _last;
    private long _matched;
    private AuditVerification? _wrong;

    /// <summary>Compares them all; the entries themselves have to be verified apart from it.</summary>
    /// <param name="heads">In the order in which they were exported.</param>
    /// <param name="stop">Ends it early.</param>
    /// <returns>How many entries the heads vouch for, or the first wrong one: the one after the last that a head agrees with.</returns>
    public async Task<AuditVerification> RunAsync(IAsyncEnumerable<AuditHead> heads, CancellationToken stop = default)
    {
        _last = await store.LastAsync();
        var batch = new List<AuditHead>(BatchSize);
        await foreach (var head in heads.WithCancellation(stop))
        {
            batch.Add(head);
            if (batch.Count == BatchSize)
            {
                await CompareAsync(batch);
                batch.Clear();
            }
        }

        await CompareAsync(batch);
        return _wrong ?? new AuditVerification(_matched, null);
    }

    private async Task CompareAsync(List<AuditHead> batch)
    {
        var rows = (await store.ReadNumbersAsync([.. batch.Select(head => head.Number).Distinct()])).ToDictionary(row => row.Number);
        foreach (var head in batch.OrderBy(head => head.Number))
        {
            if (rows.TryGetValue(head.Number, out var row))
            {
                if (row.Hash == head.Hash)
                {
                    _matched = Math.Max(_matched, head.Number);
                }
                else
                {
                    Note(Math.Min(_matched, head.Number - 1) + 1, AuditFault.Replaced);
                }
            }
            else if (head.Number > (_last?.Number ?? 0))
            {
                Note((_last?.Number ?? 0) + 1, AuditFault.CutTail);
            }
            else
            {
                Note(head.Number, AuditFault.Missing);
            }
        }
    }

    private void Note(long number, AuditFault fault)
    {
        if (_wrong is null || number < _wrong.FirstBroken)
        {
            _wrong = new AuditVerification(number - 1, number) { Fault = fault };
        }
    }
}
