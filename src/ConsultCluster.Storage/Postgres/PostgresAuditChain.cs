using ConsultCluster.Domain.Audit;
using ConsultCluster.Ports.Stores;
using ConsultCluster.Storage.Audit;
using ConsultCluster.Storage.Rows;
using Npgsql;

namespace ConsultCluster.Storage.Postgres;

/// <summary>The audit table: appending to the chain and reading it for a check.</summary>
internal static class PostgresAuditChain
{
    private static readonly Statement Head = new(
        "SELECT head.number, head.hash, audit.signature FROM audit_head head LEFT JOIN audit ON audit.number = head.number");

    private static readonly Statement Highest = new("SELECT coalesce((SELECT number FROM audit_head), 0)");

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
    /// <exception cref="StorageUnavailableException">The database has dropped an entry without a word, as a trigger or rule of somebody's makes it.</exception>
    public static async Task ContinueAsync(NpgsqlConnection db, IReadOnlyCollection<AuditEntry> entries)
    {
        var head = await db.FirstAsync(Head, row => new End(row.GetInt64(0), row.GetString(1), row.TextOrNull(2)))
            ?? throw new InvalidDataException("The end of the audit is missing; somebody has changed the database by hand.");

        // The hash has to cover the times that will be read back.
        var kept = entries.Select(entry => entry with { At = PostgresTime.Kept(entry.At) });
        var appended = AuditRows.Append(head.Number, AuditHash.Tie(head.Hash, head.Signature), AuditSigners.Of(db)?.ForNext(head.Number == 0, head.Signature), kept);
        if ((await db.ExecuteAsync(appended)).Any(rows => rows != 1))
        {
            throw AuditRows.Dropped;
        }
    }

    /// <summary>The page after that number.</summary>
    public static async Task<AuditPage> PageAsync(NpgsqlConnection db, long after) =>
        new(await db.AllAsync(AuditRows.After(after, AuditRows.PageSize), AuditRows.Read), await db.ScalarAsync<long>(Highest));

    /// <param name="Signature">Null for an entry from before entries were signed.</param>
    private sealed record End(long Number, string Hash, string? Signature);
}
