using System.Data.Common;
using ConsultCluster.Domain;
using ConsultCluster.Domain.Audit;
using ConsultCluster.Ports.Stores;

namespace ConsultCluster.Storage.Rows;

/// <summary>Rows of the audit.</summary>
internal static class AuditRows
{
    public const string Columns = "number, at, group_id, person_id, source, action, detail, hash";

    /// <summary>Rows of a page while the chain is checked.</summary>
    public const int PageSize = 1000;

    public static Statement OfGroup(GroupId group) => new(
        $"SELECT {Columns} FROM audit WHERE group_id = @group ORDER BY number", ("@group", group.Value));

    public static Statement After(long number, int limit) => new(
        $"SELECT {Columns} FROM audit WHERE number > @after ORDER BY number LIMIT @limit",
        ("@after", number),
        ("@limit", Math.Clamp(limit, 1, PageSize)));

    /// <summary>The rows that continue the chain.</summary>
    /// <param name="number">The last number so far; 0 for none.</param>
    /// <param name="hash">The last hash so far.</param>
    public static IEnumerable<Statement> Append(long number, string hash, IEnumerable<AuditEntry> entries)
    {
        foreach (var entry in entries)
        {
            number++;
            hash = AuditHash.Of(hash, number, entry);
            yield return new Statement(
                $"INSERT INTO audit ({Columns}) VALUES (@number, @at, @group, @person, @source, @action, @detail, @hash)",
                ("@number", number),
                ("@at", entry.At),
                ("@group", entry.Group?.Value),
                ("@person", entry.By.Value),
                ("@source", entry.From),
                ("@action", entry.Action),
                ("@detail", entry.Detail),
                ("@hash", hash));
        }
    }

    public static RecordedAudit Read(DbDataReader row) => new(
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
