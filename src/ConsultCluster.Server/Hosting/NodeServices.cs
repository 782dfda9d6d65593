using ConsultCluster.Ports.Clusters;
using ConsultCluster.Ports.Relays;
using ConsultCluster.Relay;
using ConsultCluster.Server.Api.Cluster;
using ConsultCluster.Server.Nodes;
using ConsultCluster.Server.Nodes.Agent;
using ConsultCluster.Server.Nodes.Control;

namespace ConsultCluster.Server.Hosting;

/// <summary>Services of both ends of the link between relay nodes and control process.</summary>
internal static class NodeServices
{
    /// <summary>For the process that nodes join.</summary>
    /// <exception cref="StartupException">The key that was given is none.</exception>
    public static void AddControl(IServiceCollection services, ServerOptions options, string data, OwnCertificate certificate)
    {
        services.AddSingleton(NodeKeySource.OfControl(options, data));
        services.AddSingleton(s => s.GetRequiredService<NodeKeySource>().Key);
        services.AddSingleton(certificate);
        services.AddSingleton<NodeMetrics>();
        services.AddSingleton<NodeGreeting>();
        services.AddSingleton<NodeRegistry>();
        services.AddSingleton<NodeDoor>();
        services.AddSingleton<ClusterView>();
        services.AddSingleton<ClusterDrains>();
        services.AddKeyedSingleton<IClusterAdmin, ClusterAdmin>(IClusterAdmin.OfThisProcess);
    }

    /// <summary>For a relay node.</summary>
    /// <exception cref="StartupException">There is no key, or it is none.</exception>
    public static void AddNode(IServiceCollection services, ServerOptions options)
    {
        services.AddSingleton(options);
        services.AddSingleton(NodeKeySource.OfNode(options).Key);
        services.AddSingleton<NodeMetrics>();
        services.AddSingleton(s => OwnRelays.Start(options, s.GetRequiredService<ILoggerFactory>()));
        services.AddSingleton<IRelays>(s => s.GetRequiredService<RelayDirectory>());
        services.AddSingleton<NodeAgent>();
        services.AddHostedService(s => s.GetRequiredService<NodeAgent>());
    }
}
