using System.Net;
using ConsultCluster.Cluster.Hosting;
using ConsultCluster.Cluster.Hosting.Tls;
using ConsultCluster.Ports.Accounts;
using ConsultCluster.Ports.Relays;
using ConsultCluster.Relay;
using ConsultCluster.Relay.Remote.Hosting;
using ConsultCluster.Server.Auth;
using ConsultCluster.Storage.Postgres;
using Microsoft.Extensions.Options;
using Npgsql;
using Orleans.Dashboard;

namespace ConsultCluster.Server.Hosting;

/// <summary>The groups, their stores and the relays of this process: a lone silo, a silo of a cluster, or a gateway to one.</summary>
internal static class SiloSetup
{
    /// <summary>What groups of a lone silo may forget; need not be backed up.</summary>
    private const string StateFile = "grains.db";

    public static void Add(WebApplicationBuilder builder, ServerOptions options, string data)
    {
        var services = builder.Services;
        StoreChoice.Add(services, options, data);
        services.AddNodeRelays(options.ToNode());
        services.AddSingleton<IAccounts, StaffAccounts>();
        services.AddSingleton(new GroupOptions
        {
            MediaReturn = options.MediaReturn,
            MaxUnusedInvitations = options.MaxInvitations,
            MaxTokensOfPerson = options.MaxTerminals,
            ChatPerMember = options.ChatPerMember,
            ChatPerGroup = options.ChatPerGroup,
        });

        // At Information it writes its whole configuration at every start.
        builder.Logging.AddFilter("Orleans", LogLevel.Warning);

        // Orleans retries by Polly, and logs under our name that our grain service starts.
        builder.Logging.AddFilter("Polly", LogLevel.Warning);

        // At every start it recommends the server garbage collector, which costs memory that the relays do not need.
        builder.Logging.AddFilter("Orleans.Runtime.Silo", LogLevel.Error);

        // At about every second start it takes the machine's uptime for a stalled thread and warns of a deadlock. That the
        // process stalls is still said by Orleans' check of its own health and by the runtime's metrics.
        builder.Logging.AddFilter("Orleans.Runtime.Watchdog", LogLevel.Error);
        builder.Logging.AddFilter("ConsultCluster.Cluster.Admin", LogLevel.Warning);
        var settings = Settings(options, data);
        if (!options.IsClustered)
        {
            builder.AddLoneSilo(settings);
        }
        else if (options.Role == ProcessRole.Gateway)
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
        if (services.GetRequiredService<IOptions<ServerOptions>>().Value.IsClustered)
        {
            var postgres = services.GetRequiredService<PostgresOptions>();
            await using var owner = NpgsqlDataSource.Create(postgres.OwnerConnectionString ?? postgres.ConnectionString);
            await ClusterSchema.ApplyAsync(owner);
        }
    }

    /// <summary>Everything that the engine's dashboard answers, below that path. Asks nobody for anything: the caller has to require a role.</summary>
    public static RouteGroupBuilder MapDashboard(IEndpointRouteBuilder routes, string path) => routes.MapOrleansDashboard(path);

    /// <summary>UDP ports of this machine's relays.</summary>
    public static IReadOnlyList<int> RelayPorts(IServiceProvider services) =>
        services.GetRequiredService<IRelays>() is RelayDirectory relays ? relays.Ports : [];

    private static ClusterSettings Settings(ServerOptions options, string data) => new()
    {
        ConnectionString = options.Postgres,
        ClusterId = options.Cluster ?? ServerOptions.DefaultCluster,
        ServiceId = options.Cluster ?? ServerOptions.DefaultCluster,
        Name = NodeRelays.NodeName(options.ToNode()),
        StateFile = options.IsClustered ? null : Path.Combine(data, StateFile),
        Region = options.Region,
        Dashboard = options.Dashboard,
        ControlUrl = options.IsClustered ? options.ControlUrl ?? ControlUrlOf(options) : null,
        AdvertisedAddress = options.Advertise.FirstOrDefault() ?? IPAddress.Loopback,
        SiloPort = options.SiloPort,
        GatewayPort = options.GatewayPort,
        Secret = options.IsClustered && options.SiloCertificate is null ? Secret(data) : null,
        Certificate = options is { SiloCertificate: { } certificate, SiloAuthorities: { } authorities } ? Certificate(certificate, authorities) : null,
    };

    /// <summary>
    /// Of the data folder's key, which every silo and gateway of a cluster needs in any case. Not the node key: relay nodes in a DMZ have that one, and they
    /// have no business with silos.
    /// </summary>
    private static byte[] Secret(string data)
    {
        try
        {
            using var key = StoreChoice.OpenDataKey(data);
            return key.Derive("consultcluster silos");
        }
        catch (InvalidDataException e)
        {
            throw new StartupException(e.Message, e);
        }
    }

    private static SiloCertificate Certificate(string certificate, string authorities)
    {
        try
        {
            return SiloCertificate.Load(Path.GetFullPath(certificate), Path.GetFullPath(authorities));
        }
        catch (InvalidDataException e)
        {
            throw new StartupException(e.Message, e);
        }
    }

    /// <summary>Where the other processes reach this one over HTTP, if nobody says otherwise.</summary>
    private static Uri ControlUrlOf(ServerOptions options) => options.Https
        ? new UriBuilder(Uri.UriSchemeHttps, (options.Advertise.FirstOrDefault() ?? IPAddress.Loopback).ToString(), options.HttpsPort).Uri
        : new UriBuilder(Uri.UriSchemeHttp, IPAddress.Loopback.ToString(), options.HttpPort).Uri;
}
