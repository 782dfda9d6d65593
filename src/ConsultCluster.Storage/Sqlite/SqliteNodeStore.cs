using ConsultCluster.Domain.Nodes;
using ConsultCluster.Ports.Stores;
using ConsultCluster.Storage.Keys;
using ConsultCluster.Storage.Rows;
using Microsoft.Data.Sqlite;

namespace ConsultCluster.Storage.Sqlite;

/// <summary>Relay nodes and join codes in SQLite.</summary>
public sealed class SqliteNodeStore(SqliteDatabase database, DataKey dataKey) : INodeStore
{
    private readonly NodeRows _rows = new(dataKey);

    /// <inheritdoc/>
    public Task<NodeBook> ReadAsync() => database.ReadAsync(Read);

    /// <inheritdoc/>
    public Task<BookChange> ChangeAsync(Func<NodeBook, BookChange> decide) => database.WriteAsync(db =>
    {
        var book = Read(db);
        var change = decide(book);
        foreach (var statement in _rows.Change(book, change.Next))
        {
            db.Execute(statement);
        }

        SqliteAuditChain.Append(db, change.Audits);
        return change;
    });

    private NodeBook Read(SqliteConnection db) => new(db.All(NodeRows.Nodes, NodeRows.ReadNode), db.All(NodeRows.Codes, _rows.ReadCode));
}
