namespace ConsultCluster.Storage.Sqlite;

/// <summary>Where the database of one machine is.</summary>
public sealed class SqliteOptions
{
    /// <summary>Path of the database file; its folder has to exist.</summary>
    public required string Path { get; init; }

    /// <summary>How long a call waits for a lock that another process holds. Default 5 s.</summary>
    public TimeSpan BusyTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Largest size of the database in pages of 4 KiB; null for what the disk holds.</summary>
    public long? MaxPages { get; set; }
}
