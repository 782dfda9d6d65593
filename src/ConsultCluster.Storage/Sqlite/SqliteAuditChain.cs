using ConsultCluster.Domain.Audit;
using ConsultCluster.Ports.Stores;
using ConsultCluster.Storage.Audit;
using ConsultCluster.Storage.Rows;
using Microsoft.Data.Sqlite;

namespace ConsultCluster.Storage.Sqlite;

/// <summary>The audit table: appending to the chain and reading it for a check.</summary>
internal static class SqliteAuditChain
{
    /// <summary>A column of any type: whoever writes the file may have put in a text.</summary>
    private static readonly Statement Highest = new("SELECT coalesce((SELECT CAST(seq AS INTEGER) FROM sqlite_sequence WHERE name = 'audit'), 0)");

    private static readonly Statement Newest = new("SELECT coalesce(max(number), 0) FROM audit");

    /// <summary>Appends in order; the caller holds a transaction that no other writer can have at the same time.</summary>
    /// <exception cref="StorageUnavailableException">The database has dropped an entry without a word, as a trigger of somebody's makes it.</exception>
    public static void Append(SqliteConnection db, params IReadOnlyCollection<AuditEntry> entries)
    {
        if (entries.Count == 0)
        {
            return;
        }

        var last = db.First(AuditRows.Last, AuditRows.Read);
        var tie = last is null ? AuditHash.Genesis : AuditHash.Tie(last);
        foreach (var row in AuditRows.Append(last?.Number ?? 0, tie, AuditSigners.Of(db)?.ForNext(last is null, last?.Signature), entries))
        {
            db.Execute(row);
        }

        if (db.Scalar<long>(Newest) != (last?.Number ?? 0) + entries.Count)
        {
            throw AuditRows.Dropped;
        }
    }

    /// <summary>The page after that number.</summary>
    public static AuditPage Page(SqliteConnection db, long after) =>
        new(db.All(AuditRows.After(after, AuditRows.PageSize), AuditRows.Read), db.Scalar<long>(Highest));
}
