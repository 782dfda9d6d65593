using System.Data.Common;
using System.Globalization;
using ConsultCluster.Domain;
using ConsultCluster.Domain.Audit;
using ConsultCluster.Ports.Stores;
using ConsultCluster.Storage.Audit;

namespace ConsultCluster.Storage.Rows;

/// <summary>Rows of the audit.</summary>
internal static class AuditRows
{
    public const string Columns = "number, at, group_id, person_id, source, action, detail, hash, signed_by, signature";

    /// <summary>Rows of a page while the chain is checked.</summary>
    public const int PageSize = 1000;

    /// <summary>The newest one.</summary>
    public static readonly Statement Last = new($"SELECT {Columns} FROM audit ORDER BY number DESC LIMIT 1");

    /// <summary>The one with the smallest number.</summary>
    public static readonly Statement First = new($"SELECT {Columns} FROM audit ORDER BY number LIMIT 1");

    /// <summary>The oldest one that is signed: of an installation that has signed from the beginning the very first.</summary>
    public static readonly Statement FirstSigned = new($"SELECT {Columns} FROM audit WHERE signature IS NOT NULL ORDER BY number LIMIT 1");

    /// <summary>The database did not keep what was appended. A chain without it would be whole, so nothing of the transaction may stay.</summary>
    public static StorageUnavailableException Dropped => new("The database drops entries of the audit: somebody has put a trigger or a rule on its table.") { MayBeRecorded = false };

    public static Statement OfGroup(GroupId group) => new(
        $"SELECT {Columns} FROM audit WHERE group_id = @group ORDER BY number", ("@group", group.Value));

    public static Statement After(long number, int limit) => new(
        $"SELECT {Columns} FROM audit WHERE number > @after ORDER BY number LIMIT @limit",
        ("@after", number),
        ("@limit", Math.Clamp(limit, 1, PageSize)));

    /// <summary>At most <see cref="PageSize"/> numbers, written out: they are numbers, and each database has another form for lists.</summary>
    public static Statement Numbered(IReadOnlyCollection<long> numbers)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(numbers.Count, PageSize, nameof(numbers));
        var list = string.Join(',', numbers.Select(number => number.ToString(CultureInfo.InvariantCulture)));
        return new($"SELECT {Columns} FROM audit WHERE number IN ({list})");
    }

    /// <summary>The rows that continue the chain.</summary>
    /// <param name="number">The last number so far; 0 for none.</param>
    /// <param name="tie">What the next one is tied to.</param>
    /// <param name="keys">Signs them; null leaves them unsigned.</param>
    public static IEnumerable<Statement> Append(long number, string tie, AuditKeys? keys, IEnumerable<AuditEntry> entries)
    {
        foreach (var entry in entries)
        {
            number++;
            var hash = AuditHash.Of(tie, number, entry);
            var signature = keys?.SignEntry(hash);
            tie = AuditHash.Tie(hash, signature?.Value);
            yield return new Statement(
                $"INSERT INTO audit ({Columns}) VALUES (@number, @at, @group, @person, @source, @action, @detail, @hash, @key, @signature)",
                ("@number", number),
                ("@at", entry.At),
                ("@group", entry.Group?.Value),
                ("@person", entry.By.Value),
                ("@source", entry.From),
                ("@action", entry.Action),
                ("@detail", entry.Detail),
                ("@hash", hash),
                ("@key", signature?.Key),
                ("@signature", signature?.Value));
        }
    }

    /// <summary>
    /// Reads any row, also one that no program has written: a check has to name it, and must not fail at it. No hash fits to what is put in the place of cells that cannot be read.
    /// </summary>
    public static RecordedAudit Read(DbDataReader row) => new(
        row.GetInt64(0),
        new AuditEntry(
            row.TimeOr(1, DateTimeOffset.MinValue),
            row.TextOrNull(2) is { } group ? new GroupId(group) : null,
            new PersonId(Text(row, 3)),
            Text(row, 4),
            Text(row, 5),
            Text(row, 6)),
        Text(row, 7))
    {
        Key = row.TextOrNull(8),
        Signature = row.TextOrNull(9),
    };

    private static string Text(DbDataReader row, int column) => row.TextOrNull(column) ?? string.Empty;
}
