using ConsultCluster.Ports.Stores;
using ConsultCluster.Storage.Postgres;
using ConsultCluster.Storage.Sqlite;

namespace ConsultCluster.Storage.Tests.Killed;

/// <summary>The database that a killed process wrote to, for it and for the test that looks afterwards.</summary>
internal sealed class WriterStore : IDisposable
{
    public const string Sqlite = "sqlite";
    public const string Postgres = "postgres";

    private readonly IDisposable _database;
    private readonly Func<Task> _migrate;

    private WriterStore(IDisposable database, Func<Task> migrate, IGroupStore groups, IAuditStore audit)
    {
        _database = database;
        _migrate = migrate;
        Groups = groups;
        Audit = audit;
    }

    public IGroupStore Groups { get; }

    public IAuditStore Audit { get; }

    /// <param name="where">A file, or a connection string.</param>
    public static WriterStore Open(string kind, string where)
    {
        if (kind == Sqlite)
        {
            var file = new SqliteDatabase(new SqliteOptions { Path = where });
            return new WriterStore(file, file.MigrateAsync, new SqliteGroupStore(file), new SqliteAuditStore(file));
        }

        var database = new PostgresDatabase(new PostgresOptions { ConnectionString = where });
        return new WriterStore(database, database.MigrateAsync, new PostgresGroupStore(database), new PostgresAuditStore(database));
    }

    public Task MigrateAsync() => _migrate();

    public void Dispose() => _database.Dispose();
}
