using ConsultCluster.Ports.Stores;

namespace ConsultCluster.Storage.Audit;

/// <summary>Finds out what was done to an entry that is wrong: is the one that belongs here somewhere behind it?</summary>
/// <param name="read">The page after that number.</param>
/// <param name="keys">Trusted keys; null when there are none.</param>
/// <param name="tie">What the entry has to be tied to.</param>
/// <param name="number">The number of the wrong entry.</param>
internal sealed class AuditFaultSearch(Func<long, Task<AuditPage>> read, AuditKeys? keys, string tie, long number)
{
    /// <param name="found">The entry at that number, or the next one; null at the end.</param>
    public async Task<AuditFault> NameAsync(RecordedAudit? found, CancellationToken stop)
    {
        if (await IsElsewhereAsync(stop))
        {
            return found is not null && found.Number == number && !IsSigned(found) ? AuditFault.Inserted : AuditFault.Reordered;
        }

        return found is null || found.Number != number ? AuditFault.Missing
            : !IsSigned(found) && IsWhole(found) ? AuditFault.WrongSignature
            : AuditFault.Changed;
    }

    private async Task<bool> IsElsewhereAsync(CancellationToken stop)
    {
        for (var after = number; ;)
        {
            stop.ThrowIfCancellationRequested();
            var page = await read(after);
            if (page.Rows.IsEmpty)
            {
                return false;
            }

            if (page.Rows.Any(row => IsWhole(row) && IsSigned(row)))
            {
                return true;
            }

            after = page.Rows[^1].Number;
        }
    }

    /// <summary>As an entry of our number: its own does not count.</summary>
    private bool IsWhole(RecordedAudit row) => AuditHash.Of(tie, number, row.Entry) == row.Hash;

    private bool IsSigned(RecordedAudit row) => keys is null || keys.VerifyEntry(row.Key, row.Hash, row.Signature);
}
