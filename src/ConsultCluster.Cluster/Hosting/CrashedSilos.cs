using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ConsultCluster.Cluster.Hosting;

/// <summary>
/// Declares crashed silos dead before this one joins, when nobody else is left to do so. A silo joins only after every active one has answered it; after a power cut nobody does, and the
/// first to come back would wait until their entries are stale (<see cref="MembershipTimings.MissedAlive"/>). A machine that refuses the connection has no such silo any more. One that does
/// not answer at all may be cut off: that is waited for.
/// </summary>
internal sealed class CrashedSilos(IClusterMembershipService membership, ILocalSiloDetails self, ILogger<CrashedSilos> logger) : ILifecycleParticipant<ISiloLifecycle>
{
    /// <summary>After the membership was read, and before every active silo has to answer.</summary>
    private const int Stage = ServiceLifecycleStage.ValidateInitialConnectivity - 1;

    public static void Add(ISiloBuilder silo) => silo.Services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>, CrashedSilos>();

    public void Participate(ISiloLifecycle lifecycle) => lifecycle.Subscribe<CrashedSilos>(Stage, EndAsync);

    private async Task EndAsync(CancellationToken cancellation)
    {
        var others = membership.CurrentSnapshot.Members.Values
            .Where(member => member.Status == SiloStatus.Active && !member.SiloAddress.Equals(self.SiloAddress))
            .Select(member => member.SiloAddress)
            .ToArray();
        var refused = await Task.WhenAll(others.Select(silo => IsRefusedAsync(silo, cancellation)));
        if (!Array.TrueForAll(refused, isRefused => isRefused))
        {
            // One that lives finds the others dead by itself.
            return;
        }

        foreach (var silo in others)
        {
            ClusterLog.CrashedSilo(logger, silo);
            await membership.TryKill(silo);
        }
    }

    private static async Task<bool> IsRefusedAsync(SiloAddress silo, CancellationToken cancellation) =>
        await SiloConnection.TryAsync(silo, cancellation) == SocketError.ConnectionRefused;
}
