using ConsultCluster.Storage.Rows;
using Npgsql;

namespace ConsultCluster.Storage.Postgres;

/// <summary>Makes pools of connections.</summary>
internal static class PostgresConnections
{
    /// <summary>The database gives up first and says why; only when it is silent does the client, so much later.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(5);

    /// <summary>
    /// A server that vanishes in mid-turn, its machine with it, holds its locks for this long, the audit's among them. Ours never pause for
    /// anything like it between two statements.
    /// </summary>
    private static readonly TimeSpan Standstill = TimeSpan.FromSeconds(5);

    /// <summary>How long one step of a migration may take, waiting for another server's included.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    /// <summary>For the stores.</summary>
    public static NpgsqlDataSource Open(PostgresOptions options) =>
        Open(options.ConnectionString, options, options.StatementTimeout + Silence);

    /// <summary>For bringing the schema forward.</summary>
    public static NpgsqlDataSource OpenForMigration(PostgresOptions options) =>
        Open(options.OwnerConnectionString ?? options.ConnectionString, options, Patience);

    private static NpgsqlDataSource Open(string connectionString, PostgresOptions options, TimeSpan silence)
    {
        var builder = new NpgsqlDataSourceBuilder(connectionString);
        var settings = builder.ConnectionStringBuilder;
        settings.MaxPoolSize = options.MaxConnections;
        settings.MinPoolSize = 0;
        settings.Timeout = (int)Math.Ceiling(options.ConnectTimeout.TotalSeconds);
        settings.CommandTimeout = (int)Math.Ceiling(silence.TotalSeconds);

        // After a silence the connection is dropped, whatever arrives later: a COMMIT that was cancelled while it waited for a standby
        // answers with success, though the standby has nothing, and must not be taken for acknowledged.
        settings.CancellationTimeout = -1;
        settings.TcpKeepAlive = true;
        settings.ApplicationName ??= "ConsultCluster";

        // Details of errors quote rows, and rows may hold patients.
        settings.IncludeErrorDetail = false;
        settings.LogParameters = false;
        settings.PersistSecurityInfo = false;

        // Of several hosts the one that takes writes; who was found to be away is asked again after a second.
        settings.HostRecheckSeconds = 1;
        settings.TargetSessionAttributes = null;
        return settings.Host!.Contains(',', StringComparison.Ordinal)
            ? builder.BuildMultiHost().WithTargetSession(TargetSessionAttributes.Primary)
            : builder.Build();
    }

    /// <summary>
    /// The first statement of every transaction. Limits are set for the transaction alone, which a pooler between us and the database
    /// leaves as they are. A database that is told to acknowledge before its disk has it (<c>synchronous_commit = off</c>) is told otherwise.
    /// </summary>
    public static Statement Prelude(PostgresOptions options, bool readOnly) => new(
        $"""
        SELECT set_config('lock_timeout', '{(long)options.LockTimeout.TotalMilliseconds}', true),
               set_config('statement_timeout', '{(long)options.StatementTimeout.TotalMilliseconds}', true),
               set_config('idle_in_transaction_session_timeout', '{(long)Standstill.TotalMilliseconds}', true),
               {(readOnly ? "set_config('transaction_read_only', 'on', true)," : string.Empty)}
               CASE WHEN current_setting('synchronous_commit') = 'off' THEN set_config('synchronous_commit', 'on', true) END
        """);
}
