using System.Collections.Immutable;
using ConsultCluster.Domain;
using ConsultCluster.Domain.Groups;
using ConsultCluster.Domain.Tokens;
using ConsultCluster.Ports.Stores;
using ConsultCluster.Storage.Rows;
using Microsoft.Data.Sqlite;

namespace ConsultCluster.Storage.Sqlite;

/// <summary>Consultations in SQLite.</summary>
public sealed class SqliteGroupStore(SqliteDatabase database) : IGroupStore
{
    private const string Added = "rowid";

    /// <inheritdoc/>
    public Task<StoredGroup?> LoadAsync(GroupId group) => database.ReadAsync(db => db.First(GroupQueries.Load(group), GroupRows.Stored));

    /// <inheritdoc/>
    public async Task SaveAsync(GroupTurn turn)
    {
        try
        {
            await database.WriteAsync(db => Write(db, turn));
        }
        catch (SqliteException e) when (turn.ExpectedVersion == 0 && SqliteErrors.IsConstraint(e))
        {
            throw new StaleGroupException(turn.After.Group);
        }
    }

    /// <inheritdoc/>
    public Task<ImmutableArray<GroupId>> ListOpenAsync() =>
        database.ReadAsync(db => db.All(GroupQueries.Open, row => new GroupId(row.GetString(0))));

    /// <inheritdoc/>
    public Task<ImmutableArray<GroupId>> ListOpenOfAsync(PersonId person) =>
        database.ReadAsync(db => db.All(GroupQueries.OpenOf(person), row => new GroupId(row.GetString(0))));

    /// <inheritdoc/>
    public async Task<ConsultationList> ListAsync(ConsultationQuery query) =>
        GroupQueries.Page(query, await database.ReadAsync(db => db.All(GroupQueries.List(query), GroupRows.Record)));

    /// <inheritdoc/>
    public Task<ConsultationRecord?> FindAsync(GroupId group) =>
        database.ReadAsync(db => db.First(GroupQueries.Find(group), GroupRows.Record));

    /// <inheritdoc/>
    public Task<ConsultationRecord?> FindByRequestAsync(RequestId request) =>
        database.ReadAsync(db => db.First(GroupQueries.FindByRequest(request), GroupRows.Record));

    /// <inheritdoc/>
    public Task<ImmutableArray<TokenRecord>> TokensAsync(GroupId group) =>
        database.ReadAsync(db => db.All(GroupQueries.Tokens(group, Added), GroupRows.Token));

    /// <inheritdoc/>
    public Task<ImmutableArray<Participant>> ParticipantsAsync(GroupId group) =>
        database.ReadAsync(db => db.All(GroupQueries.Participants(group, Added), GroupRows.Participant));

    /// <inheritdoc/>
    public async Task<ImmutableArray<ChatMessage>> MessagesAsync(GroupId group, long? before, int limit)
    {
        var newestFirst = await database.ReadAsync(db => db.All(GroupQueries.Messages(group, before, limit), GroupRows.Message));
        return [.. newestFirst.Reverse()];
    }

    /// <inheritdoc/>
    public Task<ChatMessage?> FindMessageAsync(GroupId group, TerminalId terminal, string id) =>
        database.ReadAsync(db => db.First(GroupQueries.Message(group, terminal, id), GroupRows.Message));

    private static bool Write(SqliteConnection db, GroupTurn turn)
    {
        if (TurnRows.Request(turn) is { } request)
        {
            db.Execute(request);
        }

        if (db.Execute(TurnRows.Group(turn)) != 1)
        {
            throw new StaleGroupException(turn.After.Group);
        }

        foreach (var row in TurnRows.Rest(turn))
        {
            db.Execute(row);
        }

        SqliteAuditChain.Append(db, turn.Audit);
        return true;
    }
}
