using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using ConsultCluster.Contracts.Http;
using Microsoft.Data.Sqlite;

namespace ConsultCluster.EndToEnd;

/// <summary>The database file as somebody reads it who has only <c>docs/</c> and not our code.</summary>
public sealed class ConsultationRecord : IDisposable
{
    private readonly SqliteConnection _connection;

    public ConsultationRecord(string path)
    {
        SQLitePCL.Batteries_V2.Init();
        _connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Mode = SqliteOpenMode.ReadOnly,
            Pooling = false,
        }.ToString());
        _connection.Open();
    }

    /// <summary>Request, group, tokens, participants and audit of a consultation in which everybody is connected.</summary>
    public void AssertHoldsConsultation(string groupId, int tokens, int members)
    {
        Assert.Equal(1L, Scalar("SELECT count(*) FROM requests WHERE group_id = $group", groupId));
        Assert.Equal("active", Scalar("SELECT state FROM groups WHERE id = $group", groupId));
        Assert.IsType<string>(Scalar("SELECT connected_at FROM groups WHERE id = $group", groupId));
        Assert.Equal((long)tokens, Scalar("SELECT count(*) FROM tokens WHERE group_id = $group AND state = 'used'", groupId));
        Assert.Equal((long)tokens, Scalar("SELECT count(*) FROM tokens WHERE group_id = $group AND length(patient_hash) >= 43", groupId));
        Assert.Equal((long)members, Scalar("SELECT count(*) FROM participants WHERE group_id = $group AND connected_at IS NOT NULL", groupId));
        var actions = Rows("SELECT action FROM audit WHERE group_id = $group ORDER BY number", groupId).Select(row => (string)row[0]!).ToArray();
        Assert.Equal(["consultation.requested", "group.created"], actions.Take(2));
        Assert.Equal(tokens, actions.Count(action => action == "token.issued"));
        Assert.Equal(members, actions.Count(action => action == "member.entered"));
        Assert.Equal(members, actions.Count(action => action == "member.connected"));
        Assert.Contains("group.connected", actions);
    }

    /// <summary>Recomputes every hash from the first entry on.</summary>
    public void AssertAuditChainIsValid()
    {
        var previous = new string('0', 64);
        var last = 0L;
        foreach (var row in Rows("SELECT number, at, group_id, person_id, source, action, detail, hash, signature FROM audit ORDER BY number"))
        {
            Assert.Equal(last + 1, row[0]);
            last = (long)row[0]!;
            var at = DateTimeOffset.Parse((string)row[1]!, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
            object?[] content = [previous, last, at.UtcTicks, row[2], row[3], row[4], row[5], row[6]];
            previous = Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(content)));
            Assert.Equal(previous, row[7]);
            previous = $"{previous} {Assert.IsType<string>(row[8])}";
        }

        Assert.True(last > 0, "The audit is empty.");
        Assert.Equal(last, Scalar("SELECT seq FROM sqlite_sequence WHERE name = 'audit'"));
    }

    /// <summary>Name, id number and phone stand in the request's own row and nowhere else, not even inside a document.</summary>
    public void AssertNoPatientDataOutsideTheRequest(PatientDto patient)
    {
        var tables = Rows("SELECT name FROM sqlite_master WHERE type = 'table' AND name <> 'requests'").Select(row => (string)row[0]!);
        foreach (var table in tables)
        {
            foreach (var text in Rows($"SELECT * FROM \"{table}\"").SelectMany(row => row).OfType<string>())
            {
                foreach (var secret in new[] { patient.Name, patient.IdNumber!, patient.Phone! })
                {
                    Assert.False(Mentions(text, secret), $"{table} holds patient data: {text}");
                }
            }
        }
    }

    /// <inheritdoc />
    public void Dispose() => _connection.Dispose();

    /// <summary>As it is, or escaped as JSON would.</summary>
    private static bool Mentions(string text, string secret) =>
        text.Contains(secret, StringComparison.Ordinal)
        || text.Contains(JsonSerializer.Serialize(secret).Trim('"'), StringComparison.OrdinalIgnoreCase);

    private object? Scalar(string sql, string? groupId = null) => Rows(sql, groupId).Single()[0];

    private List<object?[]> Rows(string sql, string? groupId = null)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        command.Parameters.AddWithValue("$group", (object?)groupId ?? DBNull.Value);
        using var reader = command.ExecuteReader();
        var rows = new List<object?[]>();
        while (reader.Read())
        {
            var row = new object?[reader.FieldCount];
            for (var column = 0; column < row.Length; column++)
            {
                row[column] = reader.IsDBNull(column) ? null : reader.GetValue(column);
            }

            rows.Add(row);
        }

        return rows;
    }
}
