using System.Collections.Immutable;
using System.Data.Common;
using ConsultCluster.Storage.Rows;
using Npgsql;

namespace ConsultCluster.Storage.Postgres;

/// <summary>Runs statements on a connection.</summary>
internal static class PostgresCommands
{
    /// <summary>Runs the statement; returns how many rows it changed.</summary>
    public static async Task<int> ExecuteAsync(this NpgsqlConnection connection, Statement statement)
    {
        await using var command = connection.Command(statement);
        return await command.ExecuteNonQueryAsync();
    }

    /// <summary>Runs the statements in one round trip; returns how many rows each changed.</summary>
    public static async Task<IReadOnlyList<int>> ExecuteAsync(this NpgsqlConnection connection, IEnumerable<Statement> statements)
    {
        await using var batch = connection.CreateBatch();
        var commands = new List<NpgsqlBatchCommand>();
        foreach (var statement in statements)
        {
            var command = new NpgsqlBatchCommand(statement.Sql);
            Bind(command.Parameters, statement);
            commands.Add(command);
            batch.BatchCommands.Add(command);
        }

        await batch.ExecuteNonQueryAsync();
        return [.. commands.Select(command => command.RecordsAffected)];
    }

    public static async Task<T> ScalarAsync<T>(this NpgsqlConnection connection, Statement statement)
    {
        await using var command = connection.Command(statement);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>The first row; null when there is none.</summary>
    public static async Task<T?> FirstAsync<T>(this NpgsqlConnection connection, Statement statement, Func<DbDataReader, T> read)
        where T : class
    {
        await using var command = connection.Command(statement);
        await using var reader = await command.ExecuteReaderAsync();
        return await reader.ReadAsync() ? read(reader) : null;
    }

    public static async Task<ImmutableArray<T>> AllAsync<T>(this NpgsqlConnection connection, Statement statement, Func<DbDataReader, T> read)
    {
        await using var command = connection.Command(statement);
        await using var reader = await command.ExecuteReaderAsync();
        var rows = ImmutableArray.CreateBuilder<T>();
        while (await reader.ReadAsync())
        {
            rows.Add(read(reader));
        }

        return rows.ToImmutable();
    }

    private static NpgsqlCommand Command(this NpgsqlConnection connection, Statement statement)
    {
        var command = new NpgsqlCommand(statement.Sql, connection);
        Bind(command.Parameters, statement);
        return command;
    }

    private static void Bind(NpgsqlParameterCollection parameters, Statement statement)
    {
        foreach (var (name, value) in statement.Parameters ?? [])
        {
            parameters.AddWithValue(name, value is DateTimeOffset time ? PostgresTime.Kept(time) : value ?? DBNull.Value);
        }
    }
}
