using Npgsql;

namespace ConsultCluster.Cluster.Hosting;

/// <summary>What silos and gateways have in common.</summary>
internal static class SiloDatabase
{
    /// <summary>By which the providers choose PostgreSQL.</summary>
    public const string Invariant = "Npgsql";

    /// <summary>More than a relay may take for an answer, less than a person waits.</summary>
    public static TimeSpan ResponseTimeout => TimeSpan.FromSeconds(15);

    /// <summary>The connection with a small pool of its own; times are kept as moments, whatever the database's time zone.</summary>
    /// <exception cref="ArgumentException">No database is named.</exception>
    public static string ConnectionString(ClusterSettings options) => new NpgsqlConnectionStringBuilder(
        options.ConnectionString ?? throw new ArgumentException($"{nameof(options.ConnectionString)} is missing.", nameof(options)))
    {
        MaxPoolSize = options.MaxConnections,
        MinPoolSize = 0,
        Timezone = "UTC",
        ApplicationName = "ConsultCluster silo",
    }.ConnectionString;
}
