using ConsultCluster.Ports.Stores;
using ConsultCluster.Server.Audit;
using ConsultCluster.Storage.Audit;
using ConsultCluster.Storage.Keys;
using ConsultCluster.Storage.Postgres;
using ConsultCluster.Storage.Sqlite;

namespace ConsultCluster.Server.Hosting;

/// <summary>
/// The stores: PostgreSQL where one is named, else SQLite in the data folder. Keys are protected by the data folder's key either way.
/// </summary>
internal static class StoreChoice
{
    private const string DatabaseFile = "consult.db";
    private const string DataKeyFile = "data.key";

    public static void Add(IServiceCollection services, ServerOptions options, string data)
    {
        services.AddSingleton(_ => OpenDataKey(data));
        services.AddSingleton(new AuditFolder(data));
        services.AddSingleton(s => s.GetRequiredService<AuditFolder>().OpenKeys(s.GetRequiredService<DataKey>()));
        if (options.Postgres is { } connection)
        {
            services.AddSingleton(new PostgresOptions { ConnectionString = connection, OwnerConnectionString = options.PostgresOwner });
            services.AddSingleton<PostgresDatabase>();
            services.AddSingleton<IGroupStore, PostgresGroupStore>();
            services.AddSingleton<IPersonStore, PostgresPersonStore>();
            services.AddSingleton<ISessionStore, PostgresSessionStore>();
            services.AddSingleton<IAuditStore, PostgresAuditStore>();
            services.AddSingleton<ISigningKeyStore, PostgresSigningKeyStore>();
            services.AddSingleton<INodeStore, PostgresNodeStore>();
            return;
        }

        services.AddSingleton(new SqliteOptions { Path = Path.Combine(data, DatabaseFile) });
        services.AddSingleton<SqliteDatabase>();
        services.AddSingleton<IGroupStore, SqliteGroupStore>();
        services.AddSingleton<IPersonStore, SqlitePersonStore>();
        services.AddSingleton<ISessionStore, SqliteSessionStore>();
        services.AddSingleton<IAuditStore, SqliteAuditStore>();
        services.AddSingleton<ISigningKeyStore, SqliteSigningKeyStore>();
        services.AddSingleton<INodeStore, SqliteNodeStore>();
    }

    /// <summary>The data folder's key, made at first start.</summary>
    /// <exception cref="InvalidDataException">The file holds something else.</exception>
    public static DataKey OpenDataKey(string data) => DataKey.OpenOrCreate(Path.Combine(data, DataKeyFile));

    /// <summary>The data folder's key if there is one; makes none.</summary>
    /// <exception cref="InvalidDataException">The file holds something else.</exception>
    public static DataKey? ExistingDataKey(string data) => File.Exists(Path.Combine(data, DataKeyFile)) ? OpenDataKey(data) : null;

    /// <summary>The audit as it is, for a check: the database is neither made nor brought forward.</summary>
    /// <exception cref="FileNotFoundException">There is no database.</exception>
    public static OpenedAudit OpenAudit(ServerOptions options, string data, AuditKeys keys)
    {
        if (options.Postgres is { } connection)
        {
            var postgres = new PostgresDatabase(new PostgresOptions { ConnectionString = connection }, keys);
            return new OpenedAudit(new PostgresAuditStore(postgres), postgres);
        }

        var path = Path.Combine(data, DatabaseFile);
        if (!File.Exists(path))
        {
            throw new FileNotFoundException($"There is no database {path}.");
        }

        var sqlite = new SqliteDatabase(new SqliteOptions { Path = path }, keys);
        return new OpenedAudit(new SqliteAuditStore(sqlite), sqlite);
    }

    /// <summary>Brings the database forward; before anything asks a store.</summary>
    public static Task PrepareAsync(IServiceProvider services)
    {
        if (services.GetService<PostgresDatabase>() is { } postgres)
        {
            return postgres.MigrateAsync();
        }

        var path = services.GetRequiredService<SqliteOptions>().Path;
        // An empty file is an empty database; made here so that nobody else may read it, its journals included.
        SecretFile.WriteOnce(path, []);

        return services.GetRequiredService<SqliteDatabase>().MigrateAsync();
    }

    /// <summary>Where the database is, for messages.</summary>
    public static string Name(ServerOptions options) => options.Postgres is { } connection
        ? $"PostgreSQL database {new PostgresOptions { ConnectionString = connection }.Address}"
        : $"database in {Path.GetFullPath(options.Data)}";
}
