using ConsultCluster.Cluster.Groups;
using ConsultCluster.Cluster.Hosting;
using ConsultCluster.Cluster.Telemetry;
using ConsultCluster.Ports.Accounts;
using ConsultCluster.Ports.Clusters;
using ConsultCluster.Ports.Relays;
using ConsultCluster.Ports.Stores;
using Microsoft.Extensions.Logging;

namespace ConsultCluster.Cluster.Watches;

/// <summary>What the groups of this silo share, and the watches over those that are active.</summary>
internal sealed class SiloGroups : IDisposable
{
    private readonly IDisposable[] _watches;

    /// <exception cref="ArgumentException">Options are wrong; the message names all mistakes.</exception>
    public SiloGroups(
        IGroupStore store,
        IAccounts accounts,
        IRelays relays,
        ISilos silos,
        ClusterSettings settings,
        GroupOptions options,
        GroupMetrics metrics,
        TimeProvider clock,
        ILoggerFactory loggers)
    {
        var mistakes = options.Validate();
        if (mistakes.Count > 0)
        {
            throw new ArgumentException(string.Join(' ', mistakes), nameof(options));
        }

        (Settings, Services) = (settings, new GroupServices(store, accounts, relays, settings.GroupClock ?? clock, options, metrics, loggers.CreateLogger<SiloGroups>()));
        silos.Changed += () => Services.Placement.Planners = Planners(silos);
        Services.Placement.Planners = Planners(silos);
        _watches = [new RelayChanges(Active, Services, isAlone: settings.ConnectionString is null), new RouteWatch(Active, Services), new BalanceWatch(Active, Services), new RelayWatch(Services), new AccountWatch(Active, Services)];
    }

    /// <summary>Those whose grains are active here.</summary>
    public ActiveGroups Active { get; } = new();

    /// <summary>What they share.</summary>
    public GroupServices Services { get; }

    /// <summary>How this silo takes part in its cluster.</summary>
    public ClusterSettings Settings { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        Array.ForEach(_watches, static watch => watch.Dispose());
        Services.Links.Dispose();
    }

    /// <summary>Every silo places the terminals of its own groups.</summary>
    private static int Planners(ISilos silos) => Math.Max(1, silos.Live.Length);
}
