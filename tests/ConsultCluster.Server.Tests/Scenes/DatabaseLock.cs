using Microsoft.Data.Sqlite;

namespace ConsultCluster.Server.Tests.Scenes;

/// <summary>Holds the write lock of a server's database, as a backup program or a second process might.</summary>
internal sealed class DatabaseLock : IDisposable
{
    private readonly SqliteConnection _connection;

    private DatabaseLock(string path)
    {
        _connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ConnectionString);
        _connection.Open();
        Run("BEGIN IMMEDIATE");
    }

    public static DatabaseLock Take(string data) => new(Path.Combine(data, "consult.db"));

    public void Dispose()
    {
        Run("ROLLBACK");
        _connection.Dispose();
    }

    private void Run(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
