using ConsultCluster.Engine.Activations;
using ConsultCluster.Engine.Clusters;
using ConsultCluster.Engine.Embedded;
using ConsultCluster.Engine.Groups;
using ConsultCluster.Engine.Relays;
using ConsultCluster.Relay;
#if ORLEANS
using System.Net;
using ConsultCluster.Engine.Orleans.Hosting;
using ConsultCluster.Server.Nodes.Agent;
using ConsultCluster.Storage.Postgres;
using Npgsql;
#endif

namespace ConsultCluster.Server.Hosting;

/// <summary>The engine and its relays: the one place that may choose between engines, and the one that names them.</summary>
internal static class EngineChoice
{
    /// <summary>What <c>--engine</c> calls <see cref="EngineKind.Embedded"/>.</summary>
    public const string EmbeddedName = "embedded";

    /// <summary>What <c>--engine</c> calls <see cref="EngineKind.Cluster"/>.</summary>
    public const string ClusterName = "orleans";

    /// <summary>What to do where <see cref="HasCluster"/> is false.</summary>
    public const string LeftOut =
        "The cluster's engine was left out of this build; ./run --engine orleans builds it, as does dotnet build with -p:ConsultClusterOrleans=true.";

    /// <summary>The variable that switches the cluster's engine on in a build, which has our prefix but is no setting.</summary>
    public const string BuildVariable = "CONSULTCLUSTER_ORLEANS";

    /// <summary>True when this build has the cluster's engine: its packages cannot be had everywhere, so a build may leave it out.</summary>
    public static bool HasCluster =>
#if ORLEANS
        true;
#else
        false;
#endif

    public static void Add(WebApplicationBuilder builder, ServerOptions options, string data)
    {
        var services = builder.Services;
        StoreChoice.Add(services, options, data);
        services.AddSingleton(s => OwnRelays.Start(options, s.GetRequiredService<ILoggerFactory>()));
        services.AddSingleton<IRelays>(s => s.GetRequiredService<RelayDirectory>());
        services.AddSingleton<EngineOptions>();
        if (options.Engine == EngineKind.Embedded)
        {
            services.AddSingleton<EmbeddedGroups>();
            services.AddSingleton<IConsultationGroups>(s => s.GetRequiredService<EmbeddedGroups>());
            services.AddSingleton<IGroupOverview>(s => s.GetRequiredService<EmbeddedGroups>());
            services.AddSingleton(s => s.GetRequiredKeyedService<IClusterDesk>(IClusterDesk.OfThisProcess));
            return;
        }

#if ORLEANS
        // At Information it writes its whole configuration at every start.
        builder.Logging.AddFilter("Orleans", LogLevel.Warning);
        var cluster = Cluster(options);
        if (options.Role == ServerRole.Gateway)
        {
            builder.AddOrleansGateway(cluster);
            return;
        }

        // Before the silo, and so stopped after it: groups leave while relays can still be told.
        services.AddSingleton<NodeAgent>();
        services.AddHostedService(s => s.GetRequiredService<NodeAgent>());
        builder.AddOrleansSilo(cluster);
#endif
    }

    /// <summary>Starts the relays and picks up the groups that were open, or makes the tables by which processes find each other.</summary>
    public static async Task StartAsync(IServiceProvider services)
    {
        services.GetRequiredService<IRelays>();
        if (services.GetService<EmbeddedGroups>() is { } embedded)
        {
            await embedded.StartAsync();
            return;
        }

#if ORLEANS
        var postgres = services.GetRequiredService<PostgresOptions>();
        await using var owner = NpgsqlDataSource.Create(postgres.OwnerConnectionString ?? postgres.ConnectionString);
        await OrleansSchema.ApplyAsync(owner);
#endif
    }

    /// <summary>UDP ports of this machine's relays.</summary>
    public static IReadOnlyList<int> RelayPorts(IServiceProvider services) =>
        services.GetRequiredService<IRelays>() is RelayDirectory relays ? relays.Ports : [];

#if ORLEANS
    private static OrleansOptions Cluster(ServerOptions options) => new()
    {
        ConnectionString = options.Postgres!,
        ClusterId = options.Cluster,
        ServiceId = options.Cluster,
        Name = OwnRelays.NodeName(options),
        Region = options.Region,
        Door = options.Door ?? DoorOf(options),
        AdvertisedAddress = options.Advertise.FirstOrDefault() ?? IPAddress.Loopback,
        SiloPort = options.SiloPort,
        GatewayPort = options.GatewayPort,
    };

    /// <summary>Where the other processes reach this one over HTTP, if nobody says otherwise.</summary>
    private static Uri DoorOf(ServerOptions options) => options.Https
        ? new UriBuilder(Uri.UriSchemeHttps, (options.Advertise.FirstOrDefault() ?? IPAddress.Loopback).ToString(), options.HttpsPort).Uri
        : new UriBuilder(Uri.UriSchemeHttp, IPAddress.Loopback.ToString(), options.HttpPort).Uri;
#endif
}
