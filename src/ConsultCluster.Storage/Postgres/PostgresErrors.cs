using System.Net.Sockets;
using System.Security.Authentication;
using Npgsql;

namespace ConsultCluster.Storage.Postgres;

/// <summary>PostgreSQL's error codes that matter here (https://www.postgresql.org/docs/current/errcodes-appendix.html).</summary>
internal static class PostgresErrors
{
    /// <summary>
    /// Classes of which every code means that the database, not the program, is at fault: connections (08), sign-in (28), resources such
    /// as a full disk (53), operators such as a shutdown or a time limit (57), the system under it (58), and damage (XX).
    /// </summary>
    private static readonly string[] UnavailableClasses = ["08", "28", "53", "57", "58", "XX"];

    private static readonly string[] CommitInDoubtClasses = ["08", "57", "58", "XX"];

    private static readonly string[] UnavailableCodes =
    [
        PostgresErrorCodes.ReadOnlySqlTransaction, // a standby, or a primary that became one
        "25P03", // a transaction of ours stood still for too long, and was ended
        PostgresErrorCodes.InvalidCatalogName, // the database is not there
        PostgresErrorCodes.SerializationFailure,
        PostgresErrorCodes.DeadlockDetected,
        PostgresErrorCodes.StatementCompletionUnknown,
        PostgresErrorCodes.InsufficientPrivilege, // rights were taken away, or the disk was made read-only
        PostgresErrorCodes.LockNotAvailable,
        PostgresErrorCodes.ObjectInUse,
    ];

    /// <summary>True when the database, the way to it or its operator is at fault, so that the same call may work later.</summary>
    public static bool IsUnavailable(Exception e) => e switch
    {
        PostgresException { SqlState: var state } => IsUnavailable(state),
        NpgsqlException or SocketException or IOException or TimeoutException or AuthenticationException => true,
        _ => false,
    };

    /// <summary>The same by error code.</summary>
    public static bool IsUnavailable(string state) =>
        UnavailableCodes.Contains(state, StringComparer.Ordinal)
        || UnavailableClasses.Any(start => state.StartsWith(start, StringComparison.Ordinal));

    /// <summary>
    /// True when a COMMIT that failed so may have been done: its answer was lost, or the server ended while it worked on it. Any other
    /// error that PostgreSQL itself reports means that it rolled back.
    /// </summary>
    public static bool IsCommitInDoubt(Exception e) => e is not PostgresException { SqlState: var state }
        || state == PostgresErrorCodes.StatementCompletionUnknown
        || CommitInDoubtClasses.Any(start => state.StartsWith(start, StringComparison.Ordinal));

    /// <summary>True when the connection ended, so that others of the pool may have as well.</summary>
    public static bool IsBroken(Exception e) => e switch
    {
        PostgresException { SqlState: var state } => state is PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown
            or PostgresErrorCodes.CannotConnectNow or PostgresErrorCodes.ReadOnlySqlTransaction,
        NpgsqlException { InnerException: TimeoutException } => false,
        NpgsqlException or SocketException or IOException => true,
        _ => false,
    };

    /// <summary>True when a row of that key is there already.</summary>
    public static bool IsTaken(PostgresException e) => e.SqlState == PostgresErrorCodes.UniqueViolation;
}
