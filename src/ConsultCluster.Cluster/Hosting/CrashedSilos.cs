using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ConsultCluster.Cluster.Hosting;

/// <summary>
/// Declares crashed silos dead before this one joins, when no other silo is left to do so. A silo joins only after every active one has answered it; after a power cut none does, and the
/// first to come back would wait until their entries are stale (<see cref="MembershipTimings.MissedAlive"/>). A silo is dead when its machine refuses the connection and it no longer writes
/// to the database that it is alive; one that does write is cut off from this machine by a firewall or a wrong address, and this one waits.
/// </summary>
internal sealed class CrashedSilos(
    IClusterMembershipService membership, IMembershipTable table, ILocalSiloDetails self, ClusterSettings settings, TimeProvider clock, ILogger<CrashedSilos> logger)
    : ILifecycleParticipant<ISiloLifecycle>
{
    /// <summary>After the membership was read, and before every active silo has to answer.</summary>
    private const int Stage = ServiceLifecycleStage.ValidateInitialConnectivity - 1;

    /// <summary>Periods of <see cref="MembershipTimings.Alive"/> without a sign of life.</summary>
    private const double SilentPeriods = 2.5;

    public static void Add(ISiloBuilder silo) => silo.Services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>, CrashedSilos>();

    public void Participate(ISiloLifecycle lifecycle) => lifecycle.Subscribe<CrashedSilos>(Stage, EndAsync);

    private async Task EndAsync(CancellationToken cancellation)
    {
        var before = await OthersAsync(cancellation);
        var refused = await Task.WhenAll(before.Keys.Select(silo => IsRefusedAsync(silo, cancellation)));
        if (before.Count == 0 || !Array.TrueForAll(refused, isRefused => isRefused))
        {
            // One that lives finds the others dead by itself.
            return;
        }

        await Task.Delay(settings.Timings.Alive * SilentPeriods, clock, cancellation);
        var after = await OthersAsync(cancellation);
        var alive = after.Where(silo => !before.TryGetValue(silo.Key, out var wrote) || wrote != silo.Value).Select(silo => silo.Key).ToArray();
        foreach (var silo in alive)
        {
            ClusterLog.SiloOutOfReach(logger, silo);
        }

        if (alive.Length > 0)
        {
            return;
        }

        foreach (var silo in after.Keys)
        {
            ClusterLog.CrashedSilo(logger, silo);
            await membership.TryKill(silo);
        }
    }

    /// <summary>The other active silos, and when each wrote that it is alive, by its own clock.</summary>
    private async Task<Dictionary<SiloAddress, DateTime>> OthersAsync(CancellationToken cancellation)
    {
        var entries = await table.ReadAllAsync(cancellation);
        return entries.Members
            .Select(member => member.Item1)
            .Where(entry => entry.Status == SiloStatus.Active && !entry.SiloAddress.Equals(self.SiloAddress))
            .ToDictionary(entry => entry.SiloAddress, entry => entry.IAmAliveTime);
    }

    private static async Task<bool> IsRefusedAsync(SiloAddress silo, CancellationToken cancellation) =>
        await SiloConnection.TryAsync(silo, cancellation) == SocketError.ConnectionRefused;
}
