using ConsultCluster.Storage.Postgres;
using ConsultCluster.Testing.Postgres;

namespace ConsultCluster.Storage.Tests.Postgres;

/// <summary>One server for all tests of this run, with a migrated database to copy for each of them.</summary>
internal static class SharedServer
{
    private const string Template = "migrated";

    private static readonly SemaphoreSlim Creating = new(1, 1);
    private static readonly Lazy<Task<PostgresServer>> Started = new(StartAsync);

    public static Task<PostgresServer> Value => Started.Value;

    /// <summary>A database of the newest schema, without rows.</summary>
    public static async Task<string> MigratedAsync()
    {
        var server = await Value;
        await Creating.WaitAsync();
        try
        {
            return await server.CreateDatabaseAsync(Template);
        }
        finally
        {
            Creating.Release();
        }
    }

    private static async Task<PostgresServer> StartAsync()
    {
        var server = await PostgresServer.StartAsync();
        await server.RunAsync($"CREATE DATABASE {Template} TEMPLATE template0");
        using var database = new PostgresDatabase(new PostgresOptions { ConnectionString = server.ConnectionString(Template) });
        await database.MigrateAsync();
        return server;
    }
}
