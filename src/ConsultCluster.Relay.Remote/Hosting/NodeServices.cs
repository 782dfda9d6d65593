using ConsultCluster.Ports.Clusters;
using ConsultCluster.Ports.Relays;
using ConsultCluster.Relay.Remote.Agent;
using ConsultCluster.Relay.Remote.Control;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace ConsultCluster.Relay.Remote.Hosting;

/// <summary>Registers the relays of a process and either end of the node link.</summary>
public static class NodeServices
{
    /// <summary>The relays of this process. They start when the directory is first resolved.</summary>
    public static IServiceCollection AddNodeRelays(this IServiceCollection services, NodeOptions options)
    {
        services.AddSingleton(options);
        services.AddSingleton(s => NodeRelays.Start(options, s.GetRequiredService<ILoggerFactory>()));
        return services.AddSingleton<IRelays>(s => s.GetRequiredService<RelayDirectory>());
    }

    /// <summary>The control process's end; needs <see cref="ServerSecrets"/>, <see cref="OwnCertificate"/>, the stores of nodes and of the audit, and the relays. <see cref="NodeKeySource"/> lets nodes enrol themselves.</summary>
    public static IServiceCollection AddNodeEndpoint(this IServiceCollection services, NodeAdmission admission)
    {
        services.TryAddSingleton<NodeMetrics>();
        services.AddSingleton(admission);
        services.AddSingleton<RefusalRecord>();
        services.AddSingleton<NodeRegister>();
        services.AddHostedService(s => s.GetRequiredService<NodeRegister>());
        services.AddSingleton<ControlHandshake>();
        services.AddSingleton<NodeRegistry>();
        return services.AddSingleton<NodeEndpoint>();
    }

    /// <summary>Accepts relay nodes.</summary>
    public static void MapNodeEndpoint(this IEndpointRouteBuilder routes) => NodeEndpoint.Map(routes);

    /// <summary>The node's end; needs <see cref="NodeCredentials"/> and the relays. Joins the other silos where <see cref="ISilos"/> is registered.</summary>
    public static IServiceCollection AddNodeAgent(this IServiceCollection services)
    {
        services.TryAddSingleton<NodeMetrics>();
        services.AddSingleton<NodeAgent>();
        return services.AddHostedService(s => s.GetRequiredService<NodeAgent>());
    }
}
