using ConsultCluster.Cluster.Accounts;
using ConsultCluster.Cluster.Admin;
using ConsultCluster.Cluster.Groups;
using ConsultCluster.Cluster.Hosting.Tls;
using ConsultCluster.Cluster.Silos;
using ConsultCluster.Cluster.Wire;
using ConsultCluster.Ports.Accounts;
using ConsultCluster.Ports.Clusters;
using ConsultCluster.Ports.Groups;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;

namespace ConsultCluster.Cluster.Hosting;

/// <summary>Makes a process a gateway: it reaches the groups and has none itself.</summary>
public static class ClusterGateway
{
    /// <summary>
    /// Adds <see cref="IConsultationGroups"/>, <see cref="IAccountChanges"/>, <see cref="IClusterAdmin"/> and <see cref="ISilos"/>. The process's start waits until a silo can be reached.
    /// </summary>
    /// <exception cref="ArgumentException">Options are wrong; the message names all mistakes.</exception>
    public static IHostApplicationBuilder AddClusterGateway(this IHostApplicationBuilder builder, ClusterSettings options)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ClusterSettings.ThrowIfWrong(options);
        var identity = SiloTls.Identity(options);
        SiloDatabase.AddClockCheck(builder.Services, options);
        return builder.UseOrleansClient(client =>
        {
            var connection = SiloDatabase.ConnectionString(options);
            client.Configure<ClusterOptions>(cluster => (cluster.ClusterId, cluster.ServiceId) = (options.ClusterId, options.ServiceId));
            client.UseAdoNetClustering(database => (database.Invariant, database.ConnectionString) = (SiloDatabase.Invariant, connection));
            client.UseConnectionRetryFilter<GatewayPatience>();
            SiloTls.Use(client, identity);
            AddGroups(client, options);
        });
    }

    /// <summary>All but where silos are found.</summary>
    internal static void AddGroups(IClientBuilder client, ClusterSettings options)
    {
        client.Configure<GatewayOptions>(gateways => gateways.GatewayListRefreshPeriod = options.Timings.GatewayRefresh);
        client.Configure<ClientMessagingOptions>(messages => messages.ResponseTimeout = SiloDatabase.ResponseTimeout);
        client.AddActivityPropagation();
        SiloDashboard.Use(client, options.Dashboard);
        DomainJson.Add(client.Services);
        client.Services.AddSingleton(options);
        client.Services.AddSingleton<ISilos>(services =>
        {
            var grains = services.GetRequiredService<IGrainFactory>();
            return new GatewaySilos((key, known) => grains.GetGrain<ISiloWatchGrain>(key).NextAsync(known), services.GetRequiredService<ILogger<GatewaySilos>>());
        });
        client.Services.AddSingleton(services => new ClusterGroups(
            services.GetRequiredService<IClusterClient>(),
            services.GetRequiredService<ISilos>(),
            options,
            services.GetRequiredService<ILoggerFactory>()));
        client.Services.AddSingleton<IConsultationGroups>(services => services.GetRequiredService<ClusterGroups>());
        client.Services.AddSingleton<IAccountChanges, AccountChanges>();
        client.Services.AddSingleton<IClusterAdmin>(services => new ClusterAdminClient(services.GetRequiredService<ClusterGroups>(), silo: null));
    }
}
