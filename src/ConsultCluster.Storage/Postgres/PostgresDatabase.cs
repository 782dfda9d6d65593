using System.Data;
using ConsultCluster.Ports.Stores;
using ConsultCluster.Storage.Audit;
using ConsultCluster.Storage.Migrations;
using Npgsql;

namespace ConsultCluster.Storage.Postgres;

/// <summary>
/// A PostgreSQL database that several servers share. A call returns when its transaction is committed as durably as the database is set
/// up to; what stops, fills or removes the database becomes a <see cref="StorageUnavailableException"/>, and when it is back the next call
/// works.
/// </summary>
public sealed class PostgresDatabase : IDisposable
{
    private readonly PostgresOptions _options;
    private readonly NpgsqlDataSource _source;

    /// <summary>Writers queue for the audit and would in a rush hold every connection while they do; half of them stay free for reading.</summary>
    private readonly SemaphoreSlim _writers;

    /// <summary>Connects to nothing yet; call <see cref="MigrateAsync"/> before anything else.</summary>
    /// <param name="auditKeys">Sign what is appended to the audit, and are trusted when it is checked; null leaves it unsigned. The caller keeps them.</param>
    public PostgresDatabase(PostgresOptions options, AuditKeys? auditKeys = null)
    {
        _options = options;
        AuditKeys = auditKeys;
        _source = PostgresConnections.Open(options);
        _writers = new SemaphoreSlim(Math.Max(1, options.MaxConnections / 2));
    }

    internal AuditKeys? AuditKeys { get; }

    /// <summary>Brings the database forward to this program's schema; servers that start together wait for the first.</summary>
    /// <exception cref="SchemaTooNewException">A newer program has written it.</exception>
    /// <exception cref="InvalidDataException">It is not encoded in UTF-8.</exception>
    /// <exception cref="StorageUnavailableException">It cannot be reached or written now.</exception>
    public Task MigrateAsync() => GuardedAsync(async () =>
    {
        await using var source = PostgresConnections.OpenForMigration(_options);
        await PostgresMigrator.RunAsync(source);
        return true;
    });

    /// <summary>Closes what is open.</summary>
    public void Dispose()
    {
        _source.Dispose();
        _writers.Dispose();
    }

    /// <summary>Reads everything as of one moment, however many statements it takes.</summary>
    internal Task<T> ReadAsync<T>(Func<NpgsqlConnection, Task<T>> read) => InTransactionAsync(IsolationLevel.RepeatableRead, readOnly: true, read);

    /// <summary>Runs the work in one transaction: all of it is kept, or, when it throws, nothing.</summary>
    internal async Task<T> WriteAsync<T>(Func<NpgsqlConnection, Task<T>> work)
    {
        if (!await _writers.WaitAsync(_options.ConnectTimeout))
        {
            throw new StorageUnavailableException("The database cannot serve now: too many writes wait for it.") { MayBeRecorded = false };
        }

        try
        {
            return await InTransactionAsync(IsolationLevel.ReadCommitted, readOnly: false, work);
        }
        finally
        {
            _writers.Release();
        }
    }

    private Task<T> InTransactionAsync<T>(IsolationLevel level, bool readOnly, Func<NpgsqlConnection, Task<T>> work) => GuardedAsync(async () =>
    {
        await using var connection = await BeginAsync(level, readOnly);
        AuditSigners.Attach(connection.Connection, AuditKeys);
        var result = await work(connection.Connection);
        try
        {
            await connection.Transaction.CommitAsync();
        }
        catch (Exception e) when (PostgresErrors.IsUnavailable(e))
        {
            throw Unavailable(e, mayBeRecorded: !readOnly && PostgresErrors.IsCommitInDoubt(e));
        }

        return result;
    });

    /// <summary>
    /// A pooled connection may lead to a server that has gone since, and the first answer shows it: then it is tried once more, with new
    /// ones. Nothing was asked of the database until then, so nothing is done twice.
    /// </summary>
    private async Task<PostgresTransaction> BeginAsync(IsolationLevel level, bool readOnly)
    {
        var prelude = PostgresConnections.Prelude(_options, readOnly);
        try
        {
            return await PostgresTransaction.BeginAsync(_source, level, prelude);
        }
        catch (Exception e) when (PostgresErrors.IsBroken(e))
        {
            _source.Clear();
            return await PostgresTransaction.BeginAsync(_source, level, prelude);
        }
    }

    private async Task<T> GuardedAsync<T>(Func<Task<T>> work)
    {
        try
        {
            return await work();
        }
        catch (Exception e) when (PostgresErrors.IsUnavailable(e))
        {
            throw Unavailable(e, mayBeRecorded: false);
        }
    }

    private StorageUnavailableException Unavailable(Exception e, bool mayBeRecorded)
    {
        if (PostgresErrors.IsBroken(e))
        {
            _source.Clear();
        }

        return new StorageUnavailableException($"The database cannot serve now: {e.Message}", e) { MayBeRecorded = mayBeRecorded };
    }
}
