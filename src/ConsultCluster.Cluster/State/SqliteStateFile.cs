using System.Data.Common;
using System.Text;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace ConsultCluster.Cluster.State;

/// <summary>
/// The SQLite file of a lone silo's grain state. A file that cannot be read is thrown away: losing it costs a few questions to relays, a start that fails costs consultations.
/// </summary>
internal sealed class SqliteStateFile : DbDataSource
{
    /// <summary>Of the table and the statements; a file of another one gets these.</summary>
    private const int Version = 1;

    static SqliteStateFile() => SQLitePCL.Batteries_V2.Init();

    private SqliteStateFile(string path) => ConnectionString = new SqliteConnectionStringBuilder { DataSource = path, Pooling = true, DefaultTimeout = 2 }.ConnectionString;

    public override string ConnectionString { get; }

    /// <summary>Opens the file, made anew where there is none or a damaged one.</summary>
    public static SqliteStateFile Open(string path, ILogger logger)
    {
        var file = new SqliteStateFile(path);
        MakePrivate(path);
        try
        {
            file.Prepare();
        }
        catch (SqliteException e) when (e.SqliteErrorCode is SQLitePCL.raw.SQLITE_CORRUPT or SQLitePCL.raw.SQLITE_NOTADB)
        {
            ClusterLog.StateFileDamaged(logger, e, path);
            file.Delete(path);
            MakePrivate(path);
            file.Prepare();
        }

        return file;
    }

    protected override DbConnection CreateDbConnection() => new SqliteConnection(ConnectionString);

    protected override DbConnection OpenDbConnection()
    {
        var connection = new SqliteConnection(ConnectionString);
        try
        {
            connection.Open();

            // Not on the disk before the next checkpoint: a loss of power may cost the last writes, which may be seconds old anyway.
            Execute(connection, "PRAGMA synchronous = NORMAL");
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    protected override ValueTask<DbConnection> OpenDbConnectionAsync(CancellationToken cancellationToken = default) => new(OpenDbConnection());

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            ClosePool();
        }
    }

    private static void Execute(SqliteConnection connection, string sql, SqliteTransaction? transaction = null)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.Transaction = transaction;
        command.ExecuteNonQuery();
    }

    /// <summary>An empty file is an empty database; made here so that nobody else may read it, its journal included.</summary>
    private static void MakePrivate(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.ReadWrite };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using var file = new FileStream(path, options);
    }

    private void Prepare()
    {
        using var connection = (SqliteConnection)OpenDbConnection();
        using var check = connection.CreateCommand();
        check.CommandText = "PRAGMA quick_check(1)";
        if (check.ExecuteScalar() is not "ok")
        {
            throw new SqliteException("The check found a fault.", SQLitePCL.raw.SQLITE_CORRUPT);
        }

        using var ask = connection.CreateCommand();
        ask.CommandText = "PRAGMA user_version";
        if ((long)ask.ExecuteScalar()! == Version)
        {
            return;
        }

        Execute(connection, "PRAGMA journal_mode = WAL");
        using var transaction = connection.BeginTransaction();
        Execute(connection, Script(), transaction);
        Execute(connection, $"PRAGMA user_version = {Version}", transaction);
        transaction.Commit();
    }

    private void Delete(string path)
    {
        ClosePool();
        foreach (var part in (string[])[path, path + "-wal", path + "-shm"])
        {
            File.Delete(part);
        }
    }

    private void ClosePool()
    {
        using var any = new SqliteConnection(ConnectionString);
        SqliteConnection.ClearPool(any);
    }

    private static string Script()
    {
        using var stream = typeof(SqliteStateFile).Assembly.GetManifestResourceStream("grain-state.sqlite.sql")!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
