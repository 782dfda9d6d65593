using ConsultCluster.Ports.Stores;
using ConsultCluster.Storage.Migrations;
using ConsultCluster.Storage.Rows;
using Npgsql;

namespace ConsultCluster.Storage.Postgres;

/// <summary>Runs the numbered SQL files that a database has not seen yet, each in its own transaction, one server at a time.</summary>
internal static class PostgresMigrator
{
    private static readonly IReadOnlyList<Migration> Files = Migration.Of("Postgres/");

    /// <summary>A server that waits for another one's migration waits longer than for a row; a migration may take its time.</summary>
    private static readonly Statement Patience = new("SELECT set_config('lock_timeout', '120s', true), set_config('statement_timeout', '0', true)");

    public static async Task RunAsync(NpgsqlDataSource source)
    {
        await using var connection = await source.OpenConnectionAsync();
        var encoding = await connection.ScalarAsync<string>(new Statement("SHOW server_encoding"));
        if (encoding != "UTF8")
        {
            throw new InvalidDataException($"The database is encoded in {encoding}; make one with ENCODING 'UTF8'.");
        }

        while (await StepAsync(connection))
        {
        }
    }

    /// <summary>Runs the next file; false when there is none left.</summary>
    private static async Task<bool> StepAsync(NpgsqlConnection connection)
    {
        await using var transaction = await connection.BeginTransactionAsync();
        await connection.ExecuteAsync([Patience, PostgresLocks.Take(PostgresLocks.Migration)]);
        var current = await CurrentAsync(connection);
        var newest = Files[^1].Version;
        if (current > newest)
        {
            throw new SchemaTooNewException(current, newest);
        }

        if (Files.FirstOrDefault(file => file.Version > current) is not { } next)
        {
            return false;
        }

        try
        {
            await ApplyAsync(connection, next, current);
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            throw new StorageUnavailableException(
                $"The schema has to go from version {current} to {newest}, which this role may not do; start once with the owner's connection.", e);
        }

        await transaction.CommitAsync();
        return true;
    }

    private static async Task<int> CurrentAsync(NpgsqlConnection connection)
    {
        var exists = await connection.ScalarAsync<bool>(new Statement("SELECT to_regclass('schema_version') IS NOT NULL"));
        return exists ? await connection.ScalarAsync<int>(new Statement("SELECT coalesce(max(version), 0) FROM schema_version")) : 0;
    }

    private static async Task ApplyAsync(NpgsqlConnection connection, Migration next, int current)
    {
        if (current == 0)
        {
            await connection.ExecuteAsync(new Statement(
                "CREATE TABLE schema_version (version integer PRIMARY KEY, name text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now())"));
        }

        await connection.ExecuteAsync(new Statement(next.Text()));
        await connection.ExecuteAsync(new Statement(
            "INSERT INTO schema_version (version, name) VALUES (@version, @name)", ("@version", next.Version), ("@name", next.Name)));
    }
}
