using ConsultCluster.Ports.Stores;
using ConsultCluster.Storage.Audit;
using ConsultCluster.Storage.Keys;
using ConsultCluster.Storage.Sqlite;
using ConsultCluster.Storage.Tests.Specs;
using Microsoft.Data.Sqlite;

namespace ConsultCluster.Storage.Tests.Sqlite;

/// <summary>A SQLite database in a folder of its own.</summary>
internal sealed class SqliteFixture : StoreFixture
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("consult-storage-");
    private readonly DataKey _dataKey;

    private SqliteFixture()
    {
        Options = new SqliteOptions { Path = Path.Combine(_folder.FullName, "consult.db"), BusyTimeout = TimeSpan.FromMilliseconds(200) };
        _dataKey = DataKey.OpenOrCreate(Path.Combine(_folder.FullName, "data.key"));
        AuditKeys = AuditKeys.Of(_dataKey);
        Database = new SqliteDatabase(Options, AuditKeys);
        Groups = new SqliteGroupStore(Database);
        Audit = new SqliteAuditStore(Database);
        People = new SqlitePersonStore(Database);
        Sessions = new SqliteSessionStore(Database);
        Keys = new SqliteSigningKeyStore(Database, _dataKey);
        Nodes = new SqliteNodeStore(Database, _dataKey);
    }

    public SqliteOptions Options { get; }

    public SqliteDatabase Database { get; }

    public override IGroupStore Groups { get; }

    public override IAuditStore Audit { get; }

    public override IPersonStore People { get; }

    public override ISessionStore Sessions { get; }

    public override ISigningKeyStore Keys { get; }

    public override AuditKeys AuditKeys { get; }

    public override INodeStore Nodes { get; }

    public static async Task<SqliteFixture> StartAsync()
    {
        var fixture = new SqliteFixture();
        await fixture.Database.MigrateAsync();
        return fixture;
    }

    /// <summary>A connection past the program.</summary>
    public SqliteConnection Open()
    {
        var connection = new SqliteConnection($"Data Source={Options.Path};Pooling=False");
        connection.Open();
        return connection;
    }

    public void Run(string sql)
    {
        using var connection = Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    public override async Task<byte[]> BytesAtRestAsync()
    {
        var main = await File.ReadAllBytesAsync(Options.Path);
        var log = await File.ReadAllBytesAsync(Options.Path + "-wal");
        return [.. main, .. log];
    }

    public override Task<IDisposable> LockAsync()
    {
        var connection = Open();
        connection.BeginTransaction(deferred: false);
        return Task.FromResult<IDisposable>(connection);
    }

    public override Task<IDisposable> FillAsync()
    {
        using var connection = Open();
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA page_count";
        Options.MaxPages = (long)command.ExecuteScalar()! + 40;
        return Task.FromResult<IDisposable>(new Space(Options));
    }

    public override ValueTask DisposeAsync()
    {
        Database.Dispose();
        AuditKeys.Dispose();
        _dataKey.Dispose();
        _folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    private sealed class Space(SqliteOptions options) : IDisposable
    {
        public void Dispose() => options.MaxPages = null;
    }
}
