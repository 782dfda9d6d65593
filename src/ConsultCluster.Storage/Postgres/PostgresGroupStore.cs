using System.Collections.Immutable;
using ConsultCluster.Domain;
using ConsultCluster.Domain.Groups;
using ConsultCluster.Domain.Tokens;
using ConsultCluster.Ports.Stores;
using ConsultCluster.Storage.Rows;
using Npgsql;

namespace ConsultCluster.Storage.Postgres;

/// <summary>Consultations in PostgreSQL.</summary>
public sealed class PostgresGroupStore(PostgresDatabase database) : IGroupStore
{
    private const string Added = "added";

    /// <inheritdoc/>
    public Task<StoredGroup?> LoadAsync(GroupId group) =>
        database.ReadAsync(db => db.FirstAsync(GroupQueries.Load(group), GroupRows.Stored));

    /// <inheritdoc/>
    public async Task SaveAsync(GroupTurn turn)
    {
        try
        {
            await database.WriteAsync(db => WriteAsync(db, turn));
        }
        catch (PostgresException e) when (turn.ExpectedVersion == 0 && PostgresErrors.IsTaken(e))
        {
            throw new StaleGroupException(turn.After.Group);
        }
    }

    /// <inheritdoc/>
    public Task<ImmutableArray<GroupId>> ListOpenAsync() =>
        database.ReadAsync(db => db.AllAsync(GroupQueries.Open, row => new GroupId(row.GetString(0))));

    /// <inheritdoc/>
    public Task<ImmutableArray<GroupId>> ListOpenOfAsync(PersonId person) =>
        database.ReadAsync(db => db.AllAsync(GroupQueries.OpenOf(person), row => new GroupId(row.GetString(0))));

    /// <inheritdoc/>
    public async Task<ConsultationList> ListAsync(ConsultationQuery query) =>
        GroupQueries.Page(query, await database.ReadAsync(db => db.AllAsync(GroupQueries.List(query), GroupRows.Record)));

    /// <inheritdoc/>
    public Task<ConsultationRecord?> FindAsync(GroupId group) =>
        database.ReadAsync(db => db.FirstAsync(GroupQueries.Find(group), GroupRows.Record));

    /// <inheritdoc/>
    public Task<ConsultationRecord?> FindByRequestAsync(RequestId request) =>
        database.ReadAsync(db => db.FirstAsync(GroupQueries.FindByRequest(request), GroupRows.Record));

    /// <inheritdoc/>
    public Task<ImmutableArray<TokenRecord>> TokensAsync(GroupId group) =>
        database.ReadAsync(db => db.AllAsync(GroupQueries.Tokens(group, Added), GroupRows.Token));

    /// <inheritdoc/>
    public Task<ImmutableArray<Participant>> ParticipantsAsync(GroupId group) =>
        database.ReadAsync(db => db.AllAsync(GroupQueries.Participants(group, Added), GroupRows.Participant));

    /// <inheritdoc/>
    public async Task<ImmutableArray<ChatMessage>> MessagesAsync(GroupId group, long? before, int limit)
    {
        var newestFirst = await database.ReadAsync(db => db.AllAsync(GroupQueries.Messages(group, before, limit), GroupRows.Message));
        return [.. newestFirst.Reverse()];
    }

    /// <inheritdoc/>
    public async Task<ChatMessage?> FindMessageAsync(GroupId group, TerminalId terminal, string id) =>
        // PostgreSQL's text holds no NUL, so no message has such an id; asking for it would be an error.
        id.Contains('\0', StringComparison.Ordinal)
            ? null
            : await database.ReadAsync(db => db.FirstAsync(GroupQueries.Message(group, terminal, id), GroupRows.Message));

    /// <summary>
    /// Two round trips: everything of the turn with, at its end, the audit's lock; then the audit. So the lock, for which all groups
    /// queue, is held for one round trip and the commit.
    /// </summary>
    private static async Task<bool> WriteAsync(NpgsqlConnection db, GroupTurn turn)
    {
        var statements = new List<Statement>();
        if (TurnRows.Request(turn) is { } request)
        {
            statements.Add(request);
        }

        var group = statements.Count;
        statements.Add(TurnRows.Group(turn));
        statements.AddRange(TurnRows.Rest(turn));
        if (!turn.Audit.IsEmpty)
        {
            statements.Add(PostgresLocks.Take(PostgresLocks.Audit));
        }

        var changed = await db.ExecuteAsync(statements);
        if (changed[group] != 1)
        {
            throw new StaleGroupException(turn.After.Group);
        }

        if (!turn.Audit.IsEmpty)
        {
            await PostgresAuditChain.ContinueAsync(db, turn.Audit);
        }

        return true;
    }
}
