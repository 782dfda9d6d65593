using System.Text;
using ConsultCluster.Ports.Clusters;
using ConsultCluster.Relay.Remote;
using ConsultCluster.Relay.Remote.Agent;
using ConsultCluster.Relay.Remote.Hosting;
using ConsultCluster.Relay.Remote.Keys;
using ConsultCluster.Server.Api.Cluster;
using ConsultCluster.Storage.Keys;

namespace ConsultCluster.Server.Hosting;

/// <summary>Services of the process that relay nodes join.</summary>
internal static class ControlServices
{
    /// <summary>Registers the endpoint for nodes, the cluster page and drains.</summary>
    /// <exception cref="StartupException">The given node key is unusable.</exception>
    public static void Add(IServiceCollection services, ServerOptions options, string data, OwnCertificate certificate)
    {
        services.AddSingleton(Key(options, data));
        services.AddSingleton(certificate);
        services.AddSingleton(s => Secrets(s.GetRequiredService<DataKey>()));
        services.AddSingleton(s => NodeCredentials.OfServer(s.GetRequiredService<ServerSecrets>()));
        services.AddNodeEndpoint(new NodeAdmission
        {
            KeyLimit = options.NodeKeyLimit,
            MaxWaiting = options.WaitingNodes,
            MaxJoining = options.JoiningNodes,
            MaxCapacity = options.RelayCapacity,
        });
        services.AddSingleton<ClusterView>();
        services.AddSingleton<ClusterDrains>();
        services.AddKeyedSingleton<IClusterAdmin, ClusterAdmin>(IClusterAdmin.OfThisProcess);
    }

    /// <summary>Of the data folder's key, which every server has and no relay node.</summary>
    private static ServerSecrets Secrets(DataKey key) =>
        new(NodeKey.Of(key.Derive("consultcluster links between servers")), IdentityKey.Of(key.Derive("consultcluster identity towards relay nodes")));

    /// <summary>The key with which nodes may enrol themselves: the given key, else the key in the data folder, created at first start.</summary>
    private static NodeKeySource Key(ServerOptions options, string data)
    {
        try
        {
            if (NodeKeySource.Given(options.NodeKey, options.KeyFile) is { } given)
            {
                return given;
            }

            var path = Path.Combine(data, NodeKeySource.FileName);
            SecretFile.WriteOnce(path, Encoding.ASCII.GetBytes(NodeKey.Create() + "\n"));
            return NodeKeySource.FromFile(path);
        }
        catch (NodeKeyException e)
        {
            throw new StartupException(e.Message, e);
        }
    }
}
