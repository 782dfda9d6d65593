using System.Data.Common;
using ConsultCluster.Domain;
using ConsultCluster.Ports.Stores;

namespace ConsultCluster.Storage.Rows;

/// <summary>Rows of sessions.</summary>
internal static class SessionRows
{
    private const string Columns = "sessions.id, sessions.person_id, sessions.started_at, sessions.used_at, sessions.source, sessions.agent";

    public static Statement Insert(StaffSession session) => new(
        "INSERT INTO sessions (id, person_id, started_at, used_at, source, agent) VALUES (@id, @person, @startedAt, @usedAt, @source, @agent)",
        ("@id", session.Id),
        ("@person", session.Person.Value),
        ("@startedAt", session.StartedAt),
        ("@usedAt", session.UsedAt),
        ("@source", session.From),
        ("@agent", session.Agent));

    public static Statement DeleteExpired(DateTimeOffset expired) => new("DELETE FROM sessions WHERE used_at <= @expired", ("@expired", expired));

    public static Statement DeleteSurplus(PersonId person, int most) => new(
        """
        DELETE FROM sessions WHERE person_id = @person
               AND id NOT IN (SELECT id FROM sessions WHERE person_id = @person ORDER BY used_at DESC, id LIMIT @most)
        """,
        ("@person", person.Value),
        ("@most", most));

    public static Statement Find(string id, DateTimeOffset usedAfter) => new(
        $"""
        SELECT {StaffRows.Columns("people")}, {Columns} FROM sessions JOIN people ON people.id = sessions.person_id
        WHERE sessions.id = @id AND sessions.used_at > @after
        """,
        ("@id", id),
        ("@after", usedAfter));

    public static Statement Touch(string id, DateTimeOffset usedAt, string from, DateTimeOffset unless) => new(
        "UPDATE sessions SET used_at = @at, source = @source WHERE id = @id AND used_at <= @unless",
        ("@id", id),
        ("@at", usedAt),
        ("@source", from),
        ("@unless", unless));

    public static Statement OfPerson(PersonId person, DateTimeOffset usedAfter) => new(
        $"SELECT {Columns} FROM sessions WHERE person_id = @person AND used_at > @after ORDER BY used_at DESC, id",
        ("@person", person.Value),
        ("@after", usedAfter));

    public static Statement Delete(PersonId person, string id) =>
        new("DELETE FROM sessions WHERE id = @id AND person_id = @person", ("@id", id), ("@person", person.Value));

    /// <summary>Gives the ids of those that it deletes.</summary>
    public static Statement DeleteOthers(PersonId person, string? keep) => new(
        "DELETE FROM sessions WHERE person_id = @person AND id <> @keep RETURNING id", ("@person", person.Value), ("@keep", keep ?? string.Empty));

    public static StaffSession Read(DbDataReader row) => Read(row, 0);

    public static SignedInSession ReadWithAccount(DbDataReader row) => new(Read(row, StaffRows.ColumnCount), StaffRows.Read(row));

    private static StaffSession Read(DbDataReader row, int first) => new(
        row.GetString(first),
        new PersonId(row.GetString(first + 1)),
        row.Time(first + 2),
        row.Time(first + 3),
        row.GetString(first + 4),
        row.GetString(first + 5));
}
