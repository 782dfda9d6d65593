using ConsultCluster.Ports.Stores;

namespace ConsultCluster.Storage.Audit;

/// <summary>Recomputes the chain and names the first wrong entry. Reads pages, so memory does not grow with the chain.</summary>
/// <param name="read">The page after that number.</param>
/// <param name="keys">Trusted keys; null checks the hashes alone.</param>
/// <param name="signedFrom">Entries from this number on must be signed; null: from the first signed one on.</param>
internal sealed class AuditVerifier(Func<long, Task<AuditPage>> read, AuditKeys? keys, long? signedFrom)
{
    /// <summary>Keys that signed before the present one: none of them signs again.</summary>
    private readonly HashSet<string> _past = new(StringComparer.Ordinal);
    private string? _key;
    private string _tie = AuditHash.Genesis;
    private long _number;

    /// <param name="start">The entry to begin after; null for the whole chain.</param>
    /// <param name="oldest">The entry with the smallest number; null when there is none.</param>
    public async Task<AuditVerification> RunAsync(RecordedAudit? start, RecordedAudit? oldest, CancellationToken stop)
    {
        if (oldest is { Number: < 1 })
        {
            // Numbers begin at 1. No page reaches what is before, and yet it is shown among the entries of its group.
            return new AuditVerification(0, oldest.Number) { Fault = AuditFault.Inserted };
        }

        if (start is not null)
        {
            (_number, _tie, _key) = (start.Number, AuditHash.Tie(start), start.Key);
        }

        var first = _number;
        while (true)
        {
            stop.ThrowIfCancellationRequested();
            var page = await read(_number);
            if (page.Rows.IsEmpty)
            {
                return End(first, page.Highest);
            }

            var (before, tie) = (_number, _tie);
            var wrong = Accept(page);
            if (FirstForged(page, accepted: (int)(_number - before)) is { } forged)
            {
                // What follows a forged entry says nothing.
                tie = forged == 0 ? tie : AuditHash.Tie(page.Rows[forged - 1]);
                (wrong, _tie, _number) = (true, tie, before + forged);
            }

            if (wrong)
            {
                var number = _number + 1;
                var found = page.Rows.FirstOrDefault(row => row.Number >= number);
                return new AuditVerification(_number - first, number) { Fault = await new AuditFaultSearch(read, keys, _tie, number).NameAsync(found, stop) };
            }
        }
    }

    /// <summary>Goes on as far as hashes and order are right; true when an entry is wrong.</summary>
    private bool Accept(AuditPage page)
    {
        foreach (var row in page.Rows)
        {
            if (row.Number != _number + 1 || AuditHash.Of(_tie, row.Number, row.Entry) != row.Hash || !FitsKeys(row))
            {
                return true;
            }

            (_number, _tie) = (row.Number, AuditHash.Tie(row));
        }

        return false;
    }

    /// <summary>Unsigned entries come before all signed ones, and no key signs again after another has.</summary>
    private bool FitsKeys(RecordedAudit row)
    {
        if (keys is null)
        {
            return true;
        }

        if (row.Signature is null || row.Key is null)
        {
            return row.Signature is null && _key is null && !(row.Number >= signedFrom);
        }

        if (_key is not null && _key != row.Key)
        {
            _past.Add(_key);
        }

        _key = row.Key;
        return !_past.Contains(row.Key);
    }

    /// <summary>Place in the page of the first accepted entry whose signature is wrong; null when the last one's is right, which vouches for all.</summary>
    private int? FirstForged(AuditPage page, int accepted)
    {
        if (accepted == 0 || IsAuthentic(page.Rows[accepted - 1]))
        {
            return null;
        }

        return Enumerable.Range(0, accepted).First(place => !IsAuthentic(page.Rows[place]));
    }

    private bool IsAuthentic(RecordedAudit row) => keys is null || row.Signature is null || keys.VerifyEntry(row.Key, row.Hash, row.Signature);

    private AuditVerification End(long first, long highest) => highest == _number
        ? new AuditVerification(_number - first, null)
        : new AuditVerification(_number - first, Math.Min(highest, _number) + 1) { Fault = highest > _number ? AuditFault.CutTail : AuditFault.Inserted };
}
