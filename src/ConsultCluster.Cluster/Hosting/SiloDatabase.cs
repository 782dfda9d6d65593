using ConsultCluster.Cluster.Hosting.Clocks;
using ConsultCluster.Ports.Clusters;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace ConsultCluster.Cluster.Hosting;

/// <summary>What silos and gateways have in common.</summary>
internal static class SiloDatabase
{
    /// <summary>By which the providers choose PostgreSQL.</summary>
    public const string Invariant = "Npgsql";

    /// <summary>Database connections for grain state, on top of <see cref="ClusterSettings.MaxConnections"/>.</summary>
    public const int StateConnections = 2;

    /// <summary>More than a relay may take for an answer, less than a person waits.</summary>
    public static TimeSpan ResponseTimeout => TimeSpan.FromSeconds(15);

    /// <summary>Compares the clocks before the process takes part in the cluster: hosted services start in the order in which they were added.</summary>
    public static void AddClockCheck(IServiceCollection services, ClusterSettings options)
    {
        var connection = ConnectionString(options);
        services.AddSingleton(s => new ClockCheck(
            cancellation => AskTimeAsync(connection, cancellation), TimeProvider.System, s.GetRequiredService<ILogger<ClockCheck>>()));
        services.AddSingleton<IClockCheck>(s => s.GetRequiredService<ClockCheck>());
        services.AddHostedService(s => s.GetRequiredService<ClockCheck>());
    }

    private static async Task<DateTimeOffset> AskTimeAsync(string connection, CancellationToken cancellation)
    {
        await using var database = new NpgsqlConnection(connection);
        await database.OpenAsync(cancellation);
        await using var ask = new NpgsqlCommand("SELECT clock_timestamp()", database);
        return new DateTimeOffset((DateTime)(await ask.ExecuteScalarAsync(cancellation))!);
    }

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

    /// <summary>The same for grain state, with a pool that nothing else uses.</summary>
    /// <exception cref="ArgumentException">No database is named.</exception>
    public static string StateConnectionString(ClusterSettings options) => new NpgsqlConnectionStringBuilder(ConnectionString(options))
    {
        MaxPoolSize = StateConnections,
        ApplicationName = "ConsultCluster grain state",
    }.ConnectionString;
}
