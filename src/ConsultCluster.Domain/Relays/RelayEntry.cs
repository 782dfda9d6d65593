namespace ConsultCluster.Domain.Relays;

/// <summary>One relay in the directory.</summary>
/// <param name="Relay">Id, unique in the cluster.</param>
/// <param name="Node">Its process.</param>
/// <param name="Machine">The machine of that process: what fails together with it.</param>
/// <param name="Region">Label of a place with about equal round trips: a data centre, a hospital, an edge site.</param>
/// <param name="Epoch">The node's epoch: grows with each new join.</param>
public sealed record RelayEntry(RelayId Relay, NodeId Node, string Machine, string Region, long Epoch)
{
    /// <summary>Assumed until measured: 5 us per packet.</summary>
    public const double AssumedCapacity = 200_000;

    /// <summary>Its state.</summary>
    public RelayState State { get; init; }

    /// <summary>Packets it can send per second when full, as configured; 0 while unknown.</summary>
    public double Capacity { get; init; }

    /// <summary>The last report.</summary>
    public RelayLoad Load { get; init; }

    /// <summary>
    /// Packets/s when full: the configured or assumed value, or the measured one if higher. An idle relay measures too
    /// low, because packets in small batches cost most.
    /// </summary>
    public double FullCapacity => Math.Max(Capacity > 0 ? Capacity : AssumedCapacity, Load.Capacity);
}
