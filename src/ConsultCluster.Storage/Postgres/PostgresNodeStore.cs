using ConsultCluster.Domain.Nodes;
using ConsultCluster.Ports.Stores;
using ConsultCluster.Storage.Keys;
using ConsultCluster.Storage.Rows;
using Npgsql;

namespace ConsultCluster.Storage.Postgres;

/// <summary>Relay nodes and join codes in PostgreSQL, for all servers of the installation.</summary>
public sealed class PostgresNodeStore(PostgresDatabase database, DataKey dataKey) : INodeStore
{
    private readonly NodeRows _rows = new(dataKey);

    /// <inheritdoc/>
    public Task<NodeBook> ReadAsync() => database.ReadAsync(ReadAsync);

    /// <inheritdoc/>
    public Task<BookChange> ChangeAsync(Func<NodeBook, BookChange> decide) => database.WriteAsync(async db =>
    {
        await db.ExecuteAsync(PostgresLocks.Take(PostgresLocks.Nodes));
        var book = await ReadAsync(db);
        var change = decide(book);
        foreach (var statement in _rows.Change(book, change.Next))
        {
            await db.ExecuteAsync(statement);
        }

        await PostgresAuditChain.AppendAsync(db, change.Audits);

        return change;
    });

    private async Task<NodeBook> ReadAsync(NpgsqlConnection db) =>
        new(await db.AllAsync(NodeRows.Nodes, NodeRows.ReadNode), await db.AllAsync(NodeRows.Codes, _rows.ReadCode));
}
