using System.Net;
using ConsultCluster.Cluster.Activations;
using ConsultCluster.Cluster.Hosting;
using ConsultCluster.Ports.Relays;
using ConsultCluster.Relay;
using ConsultCluster.Relay.Remote.Hosting;
using ConsultCluster.Storage.Postgres;
using Npgsql;

namespace ConsultCluster.Server.Hosting;

/// <summary>The groups, their stores and the relays of this process: a lone silo, a silo of a cluster, or a gateway to one.</summary>
internal static class SiloSetup
{
    public static void Add(WebApplicationBuilder builder, ServerOptions options, string data)
    {
        var services = builder.Services;
        StoreChoice.Add(services, options, data);
        services.AddNodeRelays(options.ToNode());
        services.AddSingleton<EngineOptions>();

        // At Information it writes its whole configuration at every start.
        builder.Logging.AddFilter("Orleans", LogLevel.Warning);
        var settings = Settings(options);
        if (!options.IsClustered)
        {
            builder.AddLoneSilo(settings);
        }
        else if (options.Role == ServerRole.Gateway)
        {
            builder.AddClusterGateway(settings);
        }
        else
        {
            // Before the silo, and so stopped after it: groups leave while relays can still be told.
            services.AddNodeAgent();
            builder.AddClusterSilo(settings);
        }
    }

    /// <summary>Starts the relays, and makes the tables by which the processes of a cluster find each other.</summary>
    public static async Task PrepareAsync(IServiceProvider services)
    {
        services.GetRequiredService<IRelays>();
        if (services.GetRequiredService<ServerOptions>().IsClustered)
        {
            var postgres = services.GetRequiredService<PostgresOptions>();
            await using var owner = NpgsqlDataSource.Create(postgres.OwnerConnectionString ?? postgres.ConnectionString);
            await ClusterSchema.ApplyAsync(owner);
        }
    }

    /// <summary>UDP ports of this machine's relays.</summary>
    public static IReadOnlyList<int> RelayPorts(IServiceProvider services) =>
        services.GetRequiredService<IRelays>() is RelayDirectory relays ? relays.Ports : [];

    private static ClusterSettings Settings(ServerOptions options) => new()
    {
        ConnectionString = options.Postgres,
        ClusterId = options.Cluster ?? ServerOptions.DefaultCluster,
        ServiceId = options.Cluster ?? ServerOptions.DefaultCluster,
        Name = NodeRelays.NodeName(options.ToNode()),
        Region = options.Region,
        ControlUrl = options.IsClustered ? options.ControlUrl ?? ControlUrlOf(options) : null,
        AdvertisedAddress = options.Advertise.FirstOrDefault() ?? IPAddress.Loopback,
        SiloPort = options.SiloPort,
        GatewayPort = options.GatewayPort,
    };

    /// <summary>Where the other processes reach this one over HTTP, if nobody says otherwise.</summary>
    private static Uri ControlUrlOf(ServerOptions options) => options.Https
        ? new UriBuilder(Uri.UriSchemeHttps, (options.Advertise.FirstOrDefault() ?? IPAddress.Loopback).ToString(), options.HttpsPort).Uri
        : new UriBuilder(Uri.UriSchemeHttp, IPAddress.Loopback.ToString(), options.HttpPort).Uri;
}
