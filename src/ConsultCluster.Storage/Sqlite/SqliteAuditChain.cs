using ConsultCluster.Domain.Audit;
using ConsultCluster.Ports.Stores;
using ConsultCluster.Storage.Rows;
using Microsoft.Data.Sqlite;

namespace ConsultCluster.Storage.Sqlite;

/// <summary>The audit table: appending to the chain and checking it.</summary>
internal static class SqliteAuditChain
{
    private static readonly Statement Last = new($"SELECT {AuditRows.Columns} FROM audit ORDER BY number DESC LIMIT 1");

    /// <summary>Appends in order; the caller holds a transaction that no other writer can have at the same time.</summary>
    public static void Append(SqliteConnection db, params IReadOnlyCollection<AuditEntry> entries)
    {
        if (entries.Count == 0)
        {
            return;
        }

        var last = db.First(Last, AuditRows.Read);
        foreach (var row in AuditRows.Append(last?.Number ?? 0, last?.Hash ?? AuditHash.Genesis, entries))
        {
            db.Execute(row);
        }
    }

    public static AuditVerification Verify(SqliteConnection db)
    {
        var check = new AuditCheck();
        while (true)
        {
            var rows = db.All(AuditRows.After(check.Number, AuditRows.PageSize), AuditRows.Read);
            if (rows.IsEmpty)
            {
                return check.End(db.Scalar<long>("SELECT coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'audit'), 0)"));
            }

            foreach (var row in rows)
            {
                if (!check.Accept(row))
                {
                    return check.Broken();
                }
            }
        }
    }
}
