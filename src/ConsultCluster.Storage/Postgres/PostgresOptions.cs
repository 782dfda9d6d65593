using Npgsql;

namespace ConsultCluster.Storage.Postgres;

/// <summary>Where the database of a cluster is, and how long to wait for it.</summary>
public sealed class PostgresOptions
{
    /// <summary>
    /// Npgsql's connection string, such as <c>Host=db;Database=consultcluster;Username=consultcluster</c>. Several hosts may be named
    /// (<c>Host=db1,db2</c>); the one that takes writes is used. Holds a secret when it has a password.
    /// </summary>
    public required string ConnectionString { get; init; }

    /// <summary>
    /// The same for the owner of the tables, used only to bring the schema forward at start; null when the servers' own role owns them.
    /// </summary>
    public string? OwnerConnectionString { get; init; }

    /// <summary>
    /// Most connections of one server, of which writing takes at most half. Default 20; the database has 100 for all, unless told otherwise.
    /// </summary>
    public int MaxConnections { get; set; } = 20;

    /// <summary>How long to wait for a connection, be it a new one or one that others use. Default 5 s, whole seconds.</summary>
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a call waits for a lock that another holds. Default 5 s.</summary>
    public TimeSpan LockTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long the database may work on one statement. Default 15 s, whole seconds.</summary>
    public TimeSpan StatementTimeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>Host and database, for messages; never the password.</summary>
    public string Address
    {
        get
        {
            var parts = new NpgsqlConnectionStringBuilder(ConnectionString);
            return $"{parts.Host}/{parts.Database ?? parts.Username}";
        }
    }

    /// <summary>What is wrong with a connection string, without repeating any of it; null when it can be tried.</summary>
    public static string? Mistake(string connectionString)
    {
        try
        {
            return string.IsNullOrWhiteSpace(new NpgsqlConnectionStringBuilder(connectionString).Host) ? "it names no Host" : null;
        }
        catch (Exception e) when (e is ArgumentException or FormatException or KeyNotFoundException or InvalidCastException or OverflowException)
        {
            return "it is not made of Npgsql's keywords and values";
        }
    }
}
