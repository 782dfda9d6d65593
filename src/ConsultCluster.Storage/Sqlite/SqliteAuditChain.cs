using ConsultCluster.Domain.Audit;
using ConsultCluster.Storage.Audit;
using ConsultCluster.Storage.Rows;
using Microsoft.Data.Sqlite;

namespace ConsultCluster.Storage.Sqlite;

/// <summary>The audit table: appending to the chain and reading it for a check.</summary>
internal static class SqliteAuditChain
{
    private static readonly Statement Highest = new("SELECT coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'audit'), 0)");

    /// <summary>Appends in order; the caller holds a transaction that no other writer can have at the same time.</summary>
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
    }

    /// <summary>The page after that number.</summary>
    public static AuditPage Page(SqliteConnection db, long after) =>
        new(db.All(AuditRows.After(after, AuditRows.PageSize), AuditRows.Read), db.Scalar<long>(Highest));
}
