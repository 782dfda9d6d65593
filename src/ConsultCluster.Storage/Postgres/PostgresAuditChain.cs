using ConsultCluster.Domain.Audit;
using ConsultCluster.Ports.Stores;
using ConsultCluster.Storage.Rows;
using Npgsql;

namespace ConsultCluster.Storage.Postgres;

/// <summary>The audit table: appending to the chain and checking it.</summary>
internal static class PostgresAuditChain
{
    private static readonly Statement Head = new("SELECT number, hash FROM audit_head");

    /// <summary>
    /// Appends in order, as the last thing of the caller's transaction. From here to its commit all other writers of the installation wait.
    /// </summary>
    public static async Task AppendAsync(NpgsqlConnection db, params IReadOnlyCollection<AuditEntry> entries)
    {
        if (entries.Count == 0)
        {
            return;
        }

        await db.ExecuteAsync(PostgresLocks.Take(PostgresLocks.Audit));
        await ContinueAsync(db, entries);
    }

    /// <summary>The same for a caller that holds <see cref="PostgresLocks.Audit"/>, with its last statements.</summary>
    public static async Task ContinueAsync(NpgsqlConnection db, IReadOnlyCollection<AuditEntry> entries)
    {
        var head = await db.FirstAsync(Head, row => new End(row.GetInt64(0), row.GetString(1)))
            ?? throw new InvalidDataException("The end of the audit is missing; somebody has changed the database by hand.");

        // The hash has to cover the times that will be read back.
        var kept = entries.Select(entry => entry with { At = PostgresTime.Kept(entry.At) });
        await db.ExecuteAsync(AuditRows.Append(head.Number, head.Hash, kept));
    }

    public static async Task<AuditVerification> VerifyAsync(NpgsqlConnection db)
    {
        var check = new AuditCheck();
        while (true)
        {
            var rows = await db.AllAsync(AuditRows.After(check.Number, AuditRows.PageSize), AuditRows.Read);
            if (rows.IsEmpty)
            {
                return check.End(await db.ScalarAsync<long>(new Statement("SELECT coalesce((SELECT number FROM audit_head), 0)")));
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

    private sealed record End(long Number, string Hash);
}
