using System.Collections.Immutable;
using System.Data.Common;
using ConsultCluster.Storage.Rows;
using Microsoft.Data.Sqlite;

namespace ConsultCluster.Storage.Sqlite;

/// <summary>Runs statements on a connection.</summary>
internal static class SqliteCommands
{
    /// <summary>Runs the statement; returns how many rows it changed.</summary>
    public static int Execute(this SqliteConnection connection, Statement statement)
    {
        using var command = connection.Command(statement);
        return command.ExecuteNonQuery();
    }

    public static int Execute(this SqliteConnection connection, string sql, params (string Name, object? Value)[] parameters) =>
        connection.Execute(new Statement(sql, parameters));

    public static T Scalar<T>(this SqliteConnection connection, Statement statement)
    {
        using var command = connection.Command(statement);
        return (T)command.ExecuteScalar()!;
    }

    public static T Scalar<T>(this SqliteConnection connection, string sql, params (string Name, object? Value)[] parameters) =>
        connection.Scalar<T>(new Statement(sql, parameters));

    /// <summary>The first row; null when there is none.</summary>
    public static T? First<T>(this SqliteConnection connection, Statement statement, Func<DbDataReader, T> read)
        where T : class
    {
        using var command = connection.Command(statement);
        using var reader = command.ExecuteReader();
        return reader.Read() ? read(reader) : null;
    }

    public static ImmutableArray<T> All<T>(this SqliteConnection connection, Statement statement, Func<DbDataReader, T> read)
    {
        using var command = connection.Command(statement);
        using var reader = command.ExecuteReader();
        var rows = ImmutableArray.CreateBuilder<T>();
        while (reader.Read())
        {
            rows.Add(read(reader));
        }

        return rows.ToImmutable();
    }

    private static SqliteCommand Command(this SqliteConnection connection, Statement statement)
    {
        var command = connection.CreateCommand();
        command.CommandText = statement.Sql;
        foreach (var (name, value) in statement.Parameters ?? [])
        {
            command.Parameters.AddWithValue(name, value is DateTimeOffset time ? Columns.Text(time) : value ?? DBNull.Value);
        }

        return command;
    }
}
