using ConsultCluster.Engine.Clusters;
using ConsultCluster.Engine.Groups;
using ConsultCluster.Engine.Orleans.Desk;
using ConsultCluster.Engine.Orleans.Groups;
using ConsultCluster.Engine.Orleans.Silos;
using ConsultCluster.Engine.Orleans.Wire;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;

namespace ConsultCluster.Engine.Orleans.Hosting;

/// <summary>Makes a process a gateway: it reaches the groups and has none itself.</summary>
public static class OrleansGateway
{
    /// <summary>
    /// Adds <see cref="IConsultationGroups"/>, <see cref="IClusterDesk"/> and <see cref="ISilos"/>. The process's start waits until a silo can be reached.
    /// </summary>
    /// <exception cref="ArgumentException">Options are wrong; the message names all mistakes.</exception>
    public static IHostApplicationBuilder AddOrleansGateway(this IHostApplicationBuilder builder, OrleansOptions options)
    {
        ArgumentNullException.ThrowIfNull(builder);
        OrleansOptions.ThrowIfWrong(options);
        return builder.UseOrleansClient(client =>
        {
            var connection = SiloDatabase.ConnectionString(options);
            client.Configure<ClusterOptions>(cluster => (cluster.ClusterId, cluster.ServiceId) = (options.ClusterId, options.ServiceId));
            client.UseAdoNetClustering(database => (database.Invariant, database.ConnectionString) = (SiloDatabase.Invariant, connection));
            client.UseConnectionRetryFilter<GatewayPatience>();
            AddGroups(client, options);
        });
    }

    /// <summary>All but where silos are found.</summary>
    internal static void AddGroups(IClientBuilder client, OrleansOptions options)
    {
        client.Configure<GatewayOptions>(gateways => gateways.GatewayListRefreshPeriod = options.Timings.GatewayRefresh);
        client.Configure<ClientMessagingOptions>(messages => messages.ResponseTimeout = SiloDatabase.ResponseTimeout);
        DomainJson.Add(client.Services);
        client.Services.AddSingleton(options);
        client.Services.AddSingleton<ISilos, GatewaySilos>();
        client.Services.AddSingleton(services => new OrleansGroups(
            services.GetRequiredService<IClusterClient>(),
            services.GetRequiredService<ISilos>(),
            options,
            services.GetRequiredService<ILoggerFactory>()));
        client.Services.AddSingleton<IConsultationGroups>(services => services.GetRequiredService<OrleansGroups>());
        client.Services.AddSingleton<IClusterDesk>(services => new OrleansDesk(services.GetRequiredService<OrleansGroups>(), silo: null));
    }
}
