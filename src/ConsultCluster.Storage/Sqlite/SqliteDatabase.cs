using System.Globalization;
using ConsultCluster.Ports.Stores;
using ConsultCluster.Storage.Audit;
using ConsultCluster.Storage.Migrations;
using Microsoft.Data.Sqlite;

namespace ConsultCluster.Storage.Sqlite;

/// <summary>
/// One SQLite file. Writers take turns inside the process; every transaction is on the disk when its call returns. What locks,
/// fills or removes the file becomes a <see cref="StorageUnavailableException"/>.
/// </summary>
public sealed class SqliteDatabase : IDisposable
{
    /// <summary>SQLite's own limit of pages.</summary>
    private const long AllPages = 1_073_741_823;

    private readonly SqliteOptions _options;
    private readonly string _connectionString;
    private readonly SemaphoreSlim _writer = new(1, 1);

    static SqliteDatabase() => SQLitePCL.Batteries_V2.Init();

    /// <summary>Opens nothing yet; call <see cref="MigrateAsync"/> before anything else.</summary>
    /// <param name="auditKeys">Sign what is appended to the audit, and are trusted when it is checked; null leaves it unsigned. The caller keeps them.</param>
    public SqliteDatabase(SqliteOptions options, AuditKeys? auditKeys = null)
    {
        _options = options;
        AuditKeys = auditKeys;
        _connectionString = new SqliteConnectionStringBuilder
        {
            DataSource = options.Path,
            Pooling = true,
            DefaultTimeout = Math.Max(1, (int)options.BusyTimeout.TotalSeconds),
        }.ConnectionString;
    }

    /// <summary>Creates the database, or brings it forward to this program's schema.</summary>
    /// <exception cref="SchemaTooNewException">A newer program has written it.</exception>
    /// <exception cref="StorageUnavailableException">It cannot be opened or written now.</exception>
    public Task MigrateAsync() => RunAsync(connection =>
    {
        connection.Execute("PRAGMA journal_mode = WAL");
        SqliteMigrator.Run(connection);
        return true;
    });

    /// <summary>Closes what is open.</summary>
    public void Dispose()
    {
        using var any = new SqliteConnection(_connectionString);
        SqliteConnection.ClearPool(any);
        _writer.Dispose();
    }

    internal AuditKeys? AuditKeys { get; }

    internal Task<T> ReadAsync<T>(Func<SqliteConnection, T> read) => Task.Run(() => OnConnection(connection =>
    {
        using var transaction = connection.BeginTransaction(deferred: true);
        var result = read(connection);
        transaction.Commit();
        return result;
    }));

    /// <summary>Runs the work in one transaction: all of it is kept, or, when it throws, nothing.</summary>
    internal Task<T> WriteAsync<T>(Func<SqliteConnection, T> work) => RunAsync(connection =>
    {
        using var transaction = connection.BeginTransaction(deferred: false);
        var result = work(connection);
        try
        {
            transaction.Commit();
        }
        catch (SqliteException e) when (SqliteErrors.IsUnavailable(e))
        {
            SqliteConnection.ClearPool(connection);
            throw Unavailable(e, mayBeRecorded: SqliteErrors.IsCommitInDoubt(e));
        }

        return result;
    });

    private static StorageUnavailableException Unavailable(SqliteException e, bool mayBeRecorded) =>
        new($"The database cannot serve now: {e.Message}", e) { MayBeRecorded = mayBeRecorded };

    private async Task<T> RunAsync<T>(Func<SqliteConnection, T> work)
    {
        await _writer.WaitAsync();
        try
        {
            return await Task.Run(() => OnConnection(work));
        }
        finally
        {
            _writer.Release();
        }
    }

    private T OnConnection<T>(Func<SqliteConnection, T> work)
    {
        using var connection = new SqliteConnection(_connectionString);
        try
        {
            connection.Open();
            Prepare(connection);
            AuditSigners.Attach(connection, AuditKeys);
            return work(connection);
        }
        catch (SqliteException e) when (SqliteErrors.IsUnavailable(e))
        {
            SqliteConnection.ClearPool(connection);
            throw Unavailable(e, mayBeRecorded: false);
        }
    }

    private void Prepare(SqliteConnection connection) => connection.Execute(string.Create(
        CultureInfo.InvariantCulture,
        $"""
        PRAGMA busy_timeout = {(long)_options.BusyTimeout.TotalMilliseconds};
        PRAGMA synchronous = FULL;
        PRAGMA foreign_keys = ON;
        PRAGMA max_page_count = {_options.MaxPages ?? AllPages};
        """));
}
