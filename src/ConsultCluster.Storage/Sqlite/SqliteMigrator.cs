using ConsultCluster.Storage.Migrations;
using Microsoft.Data.Sqlite;

namespace ConsultCluster.Storage.Sqlite;

/// <summary>Runs the numbered SQL files that a database has not seen yet, each in its own transaction.</summary>
internal static class SqliteMigrator
{
    private static readonly IReadOnlyList<Migration> Files = Migration.Of("Sqlite/");

    public static void Run(SqliteConnection connection)
    {
        connection.Execute(
            "CREATE TABLE IF NOT EXISTS schema_version (version INTEGER PRIMARY KEY, name TEXT NOT NULL, applied_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')))");

        var newest = Files[^1].Version;
        foreach (var file in Files)
        {
            using var transaction = connection.BeginTransaction(deferred: false);
            var current = (int)connection.Scalar<long>("SELECT coalesce(max(version), 0) FROM schema_version");
            if (current > newest)
            {
                throw new SchemaTooNewException(current, newest);
            }

            if (current < file.Version)
            {
                connection.Execute(file.Text());
                connection.Execute("INSERT INTO schema_version (version, name) VALUES (@version, @name)", ("@version", file.Version), ("@name", file.Name));
            }

            transaction.Commit();
        }
    }
}
