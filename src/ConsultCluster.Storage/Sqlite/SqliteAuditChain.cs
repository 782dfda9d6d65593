using ConsultCluster.Domain;
using ConsultCluster.Domain.Audit;
using ConsultCluster.Engine.Stores;
using Microsoft.Data.Sqlite;

namespace ConsultCluster.Storage.Sqlite;

/// <summary>The audit table: appending to the chain and checking it.</summary>
internal static class SqliteAuditChain
{
    public const string Columns = "number, at, group_id, person_id, source, action, detail, hash";

    /// <summary>Appends in order; the caller holds a transaction that no other writer can have at the same time.</summary>
    public static void Append(SqliteConnection db, params IReadOnlyCollection<AuditEntry> entries)
    {
        if (entries.Count == 0)
        {
            return;
        }

        var last = db.First($"SELECT {Columns} FROM audit ORDER BY number DESC LIMIT 1", Read);
        var number = last?.Number ?? 0;
        var hash = last?.Hash ?? AuditHash.Genesis;
        foreach (var entry in entries)
        {
            number++;
            hash = AuditHash.Of(hash, number, entry);
            db.Execute(
                $"INSERT INTO audit ({Columns}) VALUES ($number, $at, $group, $person, $source, $action, $detail, $hash)",
                ("$number", number),
                ("$at", SqliteValues.Text(entry.At)),
                ("$group", entry.Group?.Value),
                ("$person", entry.By.Value),
                ("$source", entry.From),
                ("$action", entry.Action),
                ("$detail", entry.Detail),
                ("$hash", hash));
        }
    }

    public static AuditVerification Verify(SqliteConnection db)
    {
        long number = 0;
        var hash = AuditHash.Genesis;
        while (true)
        {
            var rows = db.All($"SELECT {Columns} FROM audit WHERE number > $after ORDER BY number LIMIT 1000", Read, ("$after", number));
            if (rows.IsEmpty)
            {
                break;
            }

            foreach (var row in rows)
            {
                hash = AuditHash.Of(hash, number + 1, row.Entry);
                if (row.Number != number + 1 || !string.Equals(hash, row.Hash, StringComparison.Ordinal))
                {
                    return new AuditVerification(number + 1, number + 1);
                }

                number++;
            }
        }

        var highest = db.Scalar<long>("SELECT coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'audit'), 0)");
        return new AuditVerification(number, highest == number ? null : number + 1);
    }

    public static RecordedAudit Read(SqliteDataReader row) => new(
        row.GetInt64(0),
        new AuditEntry(
            row.Time(1),
            row.TextOrNull(2) is { } group ? new GroupId(group) : null,
            new PersonId(row.GetString(3)),
            row.GetString(4),
            row.GetString(5),
            row.GetString(6)),
        row.GetString(7));
}
