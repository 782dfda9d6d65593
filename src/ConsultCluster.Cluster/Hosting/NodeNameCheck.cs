using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;

namespace ConsultCluster.Cluster.Hosting;

/// <summary>
/// Refuses to start under the name of a living silo: relays' ids are made of it, and the relays of two silos with one name would be refused by everybody. A silo that restarts has the
/// name of one that has just ended and may still be active in the membership, but nothing listens there any more.
/// </summary>
internal sealed class NodeNameCheck(IClusterMembershipService membership, ILocalSiloDetails self) : ILifecycleParticipant<ISiloLifecycle>
{
    /// <summary>After the membership was read, and before this silo is active.</summary>
    private const int Stage = ServiceLifecycleStage.ValidateInitialConnectivity - 2;

    public static void Add(ISiloBuilder silo) => silo.Services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>, NodeNameCheck>();

    public void Participate(ISiloLifecycle lifecycle) => lifecycle.Subscribe<NodeNameCheck>(Stage, CheckAsync);

    /// <exception cref="NodeNameTakenException">The name is taken.</exception>
    private async Task CheckAsync(CancellationToken cancellation)
    {
        var name = SiloName.Read(self.Name, isSelf: true).Name;
        var namesakes = membership.CurrentSnapshot.Members.Values
            .Where(member => member.Status is SiloStatus.Joining or SiloStatus.Active && SiloName.Read(member.Name, isSelf: false).Name == name)
            // Whoever had this process's own address is gone.
            .Where(member => !member.SiloAddress.Endpoint.Equals(self.SiloAddress.Endpoint))
            .Select(member => member.SiloAddress);
        foreach (var silo in namesakes)
        {
            if (await SiloConnection.TryAsync(silo, cancellation) == SocketError.Success)
            {
                throw new NodeNameTakenException(name, silo.Endpoint);
            }
        }
    }
}
