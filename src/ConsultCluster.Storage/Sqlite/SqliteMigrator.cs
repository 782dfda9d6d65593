using System.Globalization;
using Microsoft.Data.Sqlite;

namespace ConsultCluster.Storage.Sqlite;

/// <summary>Runs the numbered SQL files that a database has not seen yet, each in its own transaction.</summary>
internal static class SqliteMigrator
{
    private const string Folder = "Sqlite/";

    /// <summary>Newest schema that this program knows.</summary>
    public static int Newest => Migrations().Last().Version;

    public static void Run(SqliteConnection connection)
    {
        connection.Execute(
            "CREATE TABLE IF NOT EXISTS schema_version (version INTEGER PRIMARY KEY, name TEXT NOT NULL, applied_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')))");

        foreach (var (version, name) in Migrations())
        {
            using var transaction = connection.BeginTransaction(deferred: false);
            var current = (int)connection.Scalar<long>("SELECT coalesce(max(version), 0) FROM schema_version");
            if (current > Newest)
            {
                throw new SchemaTooNewException(current, Newest);
            }

            if (current < version)
            {
                connection.Execute(Text(name));
                connection.Execute("INSERT INTO schema_version (version, name) VALUES ($version, $name)", ("$version", version), ("$name", name));
            }

            transaction.Commit();
        }
    }

    private static IEnumerable<(int Version, string Name)> Migrations() =>
        typeof(SqliteMigrator).Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Folder, StringComparison.Ordinal))
            .Select(name => name[Folder.Length..])
            .Order(StringComparer.Ordinal)
            .Select(name => (int.Parse(name.AsSpan(0, 4), CultureInfo.InvariantCulture), name));

    private static string Text(string name)
    {
        using var stream = typeof(SqliteMigrator).Assembly.GetManifestResourceStream(Folder + name)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
