using Microsoft.Data.Sqlite;

namespace ConsultCluster.Storage.Sqlite;

/// <summary>SQLite's primary result codes that matter here (https://sqlite.org/rescode.html).</summary>
internal static class SqliteErrors
{
    private const int Busy = 5;
    private const int Locked = 6;
    private const int NoMemory = 7;
    private const int ReadOnly = 8;
    private const int IoError = 10;
    private const int Corrupt = 11;
    private const int Full = 13;
    private const int CannotOpen = 14;
    private const int Constraint = 19;
    private const int NotADatabase = 26;

    /// <summary>True when the database, not the program, is at fault.</summary>
    public static bool IsUnavailable(SqliteException e) => e.SqliteErrorCode
        is Busy or Locked or NoMemory or ReadOnly or IoError or Corrupt or Full or CannotOpen or NotADatabase;

    /// <summary>True when a COMMIT that failed so may be on the disk all the same. After the other codes SQLite has rolled it back, or will.</summary>
    public static bool IsCommitInDoubt(SqliteException e) => e.SqliteErrorCode is not (Busy or Locked or ReadOnly or Full);

    /// <summary>True when a row of that key is there already.</summary>
    public static bool IsConstraint(SqliteException e) => e.SqliteErrorCode == Constraint;
}
