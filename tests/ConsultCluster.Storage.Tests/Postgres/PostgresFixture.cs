using ConsultCluster.Ports.Stores;
using ConsultCluster.Storage.Audit;
using ConsultCluster.Storage.Postgres;
using ConsultCluster.Storage.Tests.Specs;
using ConsultCluster.Testing.Postgres;
using Npgsql;

namespace ConsultCluster.Storage.Tests.Postgres;

/// <summary>A PostgreSQL database of its own on the server of this run.</summary>
internal sealed class PostgresFixture : StoreFixture
{
    private readonly KeyFolder _keys = new();

    private PostgresFixture(PostgresServer server, string name)
    {
        Server = server;
        Name = name;
        AuditKeys = AuditKeys.Of(_keys.Key);
        Database = Another();
        Groups = new PostgresGroupStore(Database);
        Audit = new PostgresAuditStore(Database);
        People = new PostgresPersonStore(Database);
        Sessions = new PostgresSessionStore(Database);
        Keys = new PostgresSigningKeyStore(Database, _keys.Key);
        Nodes = new PostgresNodeStore(Database, _keys.Key);
    }

    public PostgresServer Server { get; }

    /// <summary>The database's name.</summary>
    public string Name { get; }

    public string ConnectionString => Server.ConnectionString(Name);

    public PostgresDatabase Database { get; }

    public override IGroupStore Groups { get; }

    public override IAuditStore Audit { get; }

    public override IPersonStore People { get; }

    public override ISessionStore Sessions { get; }

    public override ISigningKeyStore Keys { get; }

    public override AuditKeys AuditKeys { get; }

    public override INodeStore Nodes { get; }

    public static async Task<PostgresFixture> StartAsync() => new(await SharedServer.Value, await SharedServer.MigratedAsync());

    /// <summary>The same database as another server of the cluster has it, with connections of its own.</summary>
    public PostgresDatabase Another() =>
        new(new PostgresOptions { ConnectionString = ConnectionString, LockTimeout = TimeSpan.FromSeconds(1), MaxConnections = 10 }, AuditKeys);

    public PostgresSigningKeyStore KeysOf(PostgresDatabase database) => new(database, _keys.Key);

    /// <summary>A connection past the program.</summary>
    public async Task<NpgsqlConnection> OpenAsync()
    {
        var connection = new NpgsqlConnection(ConnectionString + ";Pooling=false");
        await connection.OpenAsync();
        return connection;
    }

    public async Task RunAsync(string sql)
    {
        await using var connection = await OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>The files of this database. The server's log is left out: it holds the rows of every test at the same time.</summary>
    public override async Task<byte[]> BytesAtRestAsync()
    {
        await RunAsync("CHECKPOINT");
        var oid = await Server.RunAsync($"SELECT oid FROM pg_database WHERE datname = '{Name}'");
        var bytes = new List<byte>();
        foreach (var file in Directory.GetFiles(Path.Combine(Server.Folder, "data", "base", oid)))
        {
            bytes.AddRange(await File.ReadAllBytesAsync(file));
        }

        return [.. bytes];
    }

    public override async Task<IDisposable> LockAsync()
    {
        var connection = await OpenAsync();
        await connection.BeginTransactionAsync();
        await using var command = new NpgsqlCommand("LOCK TABLE requests, groups, tokens, audit, audit_head, people IN EXCLUSIVE MODE", connection);
        await command.ExecuteNonQueryAsync();
        return connection;
    }

    /// <summary>A quota that answers as a full disk does; a disk that is really full would stop the other tests as well.</summary>
    public override async Task<IDisposable> FillAsync()
    {
        await RunAsync(
            """
            CREATE FUNCTION quota() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF pg_database_size(current_database()) > TG_ARGV[0]::bigint THEN
                    RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = 'disk_full';
                END IF;
                RETURN NULL;
            END
            $$;
            DO $$ BEGIN
                EXECUTE format('CREATE TRIGGER quota AFTER INSERT ON messages FOR EACH ROW EXECUTE FUNCTION quota(%L)',
                               pg_database_size(current_database()) + 65536);
            END $$
            """);
        return new Quota(this);
    }

    public override async ValueTask DisposeAsync()
    {
        Database.Dispose();
        AuditKeys.Dispose();
        _keys.Dispose();
        await Server.RunAsync($"DROP DATABASE {Name} WITH (FORCE)");
    }

    private sealed class Quota(PostgresFixture fixture) : IDisposable
    {
        public void Dispose() => fixture.RunAsync("DROP TRIGGER quota ON messages").GetAwaiter().GetResult();
    }
}
