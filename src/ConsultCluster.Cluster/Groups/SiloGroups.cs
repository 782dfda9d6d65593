using System.Collections.Concurrent;
using ConsultCluster.Cluster.Activations;
using ConsultCluster.Cluster.Hosting;
using ConsultCluster.Domain;
using ConsultCluster.Ports.Clusters;
using ConsultCluster.Ports.Relays;
using ConsultCluster.Ports.Stores;
using Microsoft.Extensions.Logging;

namespace ConsultCluster.Cluster.Groups;

/// <summary>The groups whose grains are in this silo. Grains and groups come and go together: a grain stops its group, a group that rests its grain.</summary>
internal sealed class SiloGroups : IAsyncDisposable
{
    private readonly ConcurrentDictionary<GroupId, ConsultationGroupGrain> _grains = new();

    /// <exception cref="ArgumentException">Options are wrong; the message names all mistakes.</exception>
    public SiloGroups(IGroupStore store, IRelays relays, ISilos silos, ClusterSettings options, EngineOptions times, ILoggerFactory loggers)
    {
        var services = new EngineServices(store, relays, options.GroupClock, times, loggers.CreateLogger<SiloGroups>());
        Table = new GroupTable(services, isOnlyHome: false, OnRested);
        Options = options;
        silos.Changed += () => services.Placement.Planners = Planners(silos);
        services.Placement.Planners = Planners(silos);
    }

    /// <summary>Those in memory.</summary>
    public GroupTable Table { get; }

    /// <summary>Times of this silo.</summary>
    public ClusterSettings Options { get; }

    /// <summary>The grain is the group's home from now on.</summary>
    public void Enter(GroupId group, ConsultationGroupGrain grain) => _grains[group] = grain;

    /// <summary>The grain is leaving: the group stops as in a killed process.</summary>
    public Task LeaveAsync(GroupId group, ConsultationGroupGrain grain) =>
        _grains.TryRemove(KeyValuePair.Create(group, grain)) ? Table.StopAsync(group) : Task.CompletedTask;

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => Table.DisposeAsync();

    /// <summary>Every silo places the terminals of its own groups.</summary>
    private static int Planners(ISilos silos) => Math.Max(1, silos.Live.Length);

    private void OnRested(GroupId group, DateTimeOffset? wakeAt)
    {
        if (_grains.TryGetValue(group, out var grain))
        {
            grain.Rest(wakeAt);
        }
    }
}
