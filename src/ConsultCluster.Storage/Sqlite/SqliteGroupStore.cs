using System.Collections.Immutable;
using ConsultCluster.Domain;
using ConsultCluster.Domain.Groups;
using ConsultCluster.Domain.Tokens;
using ConsultCluster.Engine.Stores;
using Microsoft.Data.Sqlite;

namespace ConsultCluster.Storage.Sqlite;

/// <summary>Consultations in SQLite.</summary>
public sealed class SqliteGroupStore(SqliteDatabase database) : IGroupStore
{
    private const int MaxPage = 200;

    private const string SelectRecord =
        $"""
        SELECT {GroupRows.RequestColumns}, g.state, g.requested_at, g.connected_at, g.closed_at,
               (SELECT count(*) FROM participants p WHERE p.group_id = g.id AND p.left_at IS NULL)
        FROM groups g JOIN requests r ON r.id = g.request_id
        """;

    /// <inheritdoc/>
    public Task<StoredGroup?> LoadAsync(GroupId group) => database.ReadAsync(db => db.First(
        $"SELECT {GroupRows.RequestColumns}, g.document, g.version FROM groups g JOIN requests r ON r.id = g.request_id WHERE g.id = $group",
        row => new StoredGroup(row.GetString(GroupRows.AfterRequest), GroupRows.Request(row), row.GetInt64(GroupRows.AfterRequest + 1)),
        ("$group", group.Value)));

    /// <inheritdoc/>
    public async Task SaveAsync(GroupTurn turn)
    {
        try
        {
            await database.WriteAsync(db =>
            {
                SqliteTurnWriter.Write(db, turn);
                return true;
            });
        }
        catch (SqliteException e) when (turn.ExpectedVersion == 0 && SqliteErrors.IsConstraint(e))
        {
            throw new StaleGroupException(turn.After.Group);
        }
    }

    /// <inheritdoc/>
    public Task<ImmutableArray<GroupId>> ListOpenAsync() => database.ReadAsync(db => db.All(
        "SELECT id FROM groups WHERE state IN ('open', 'active') ORDER BY requested_at, id",
        row => new GroupId(row.GetString(0))));

    /// <inheritdoc/>
    public async Task<ConsultationList> ListAsync(ConsultationQuery query)
    {
        var limit = Math.Clamp(query.Limit, 1, MaxPage);
        var rows = await database.ReadAsync(db => db.All(
            $"""
            {SelectRecord}
            WHERE ($state IS NULL OR g.state = $state)
              AND ($person IS NULL OR r.applicant_id = $person
                   OR EXISTS (SELECT 1 FROM tokens t WHERE t.person_id = $person AND t.group_id = g.id))
              AND ($before IS NULL OR (g.requested_at, g.id) < ($before, $beforeGroup))
            ORDER BY g.requested_at DESC, g.id DESC
            LIMIT $limit
            """,
            GroupRows.Record,
            ("$state", SqliteValues.Word(query.State)),
            ("$person", query.Involving?.Value),
            ("$before", SqliteValues.Text(query.Before?.RequestedAt)),
            ("$beforeGroup", query.Before?.Group.Value),
            ("$limit", limit + 1)));

        if (rows.Length <= limit)
        {
            return new ConsultationList(rows, null);
        }

        var page = rows[..limit];
        return new ConsultationList(page, new ConsultationCursor(page[^1].RequestedAt, page[^1].Request.Group));
    }

    /// <inheritdoc/>
    public Task<ConsultationRecord?> FindAsync(GroupId group) => database.ReadAsync(db =>
        db.First($"{SelectRecord} WHERE g.id = $group", GroupRows.Record, ("$group", group.Value)));

    /// <inheritdoc/>
    public Task<ConsultationRecord?> FindByRequestAsync(RequestId request) => database.ReadAsync(db =>
        db.First($"{SelectRecord} WHERE r.id = $request", GroupRows.Record, ("$request", request.Value)));

    /// <inheritdoc/>
    public Task<ImmutableArray<TokenRecord>> TokensAsync(GroupId group) => database.ReadAsync(db => db.All(
        $"SELECT {GroupRows.TokenColumns} FROM tokens WHERE group_id = $group ORDER BY issued_at, rowid",
        GroupRows.Token,
        ("$group", group.Value)));

    /// <inheritdoc/>
    public Task<ImmutableArray<Participant>> ParticipantsAsync(GroupId group) => database.ReadAsync(db => db.All(
        $"SELECT {GroupRows.ParticipantColumns} FROM participants WHERE group_id = $group ORDER BY entered_at, rowid",
        GroupRows.Participant,
        ("$group", group.Value)));

    /// <inheritdoc/>
    public Task<ImmutableArray<ChatMessage>> MessagesAsync(GroupId group) => database.ReadAsync(db => db.All(
        $"SELECT {GroupRows.MessageColumns} FROM messages WHERE group_id = $group ORDER BY sequence",
        GroupRows.Message,
        ("$group", group.Value)));

    /// <inheritdoc/>
    public Task<ChatMessage?> FindMessageAsync(GroupId group, TerminalId terminal, string id) => database.ReadAsync(db => db.First(
        $"SELECT {GroupRows.MessageColumns} FROM messages WHERE group_id = $group AND terminal_id = $terminal AND id = $id",
        GroupRows.Message,
        ("$group", group.Value),
        ("$terminal", terminal.Value),
        ("$id", id)));
}
