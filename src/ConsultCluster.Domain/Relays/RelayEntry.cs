namespace ConsultCluster.Domain.Relays;

/// <summary>One relay in the directory.</summary>
/// <param name="Relay">Its id, unique in the cluster.</param>
/// <param name="Node">The process it lives in.</param>
/// <param name="Machine">The machine of that process: what fails together when the power does.</param>
/// <param name="Region">Label of a place in which all round trips are about the same: a data centre, a hospital, an edge site.</param>
/// <param name="Epoch">The node's epoch: it grows whenever the node joins anew.</param>
public sealed record RelayEntry(RelayId Relay, NodeId Node, string Machine, string Region, long Epoch)
{
    /// <summary>What is assumed of a relay of which nothing is known: 5 us per packet.</summary>
    public const double AssumedCapacity = 200_000;

    /// <summary>What may be asked of it.</summary>
    public RelayState State { get; init; }

    /// <summary>Packets it can send per second when full, as configured; 0 while unknown.</summary>
    public double Capacity { get; init; }

    /// <summary>As last reported.</summary>
    public RelayLoad Load { get; init; }

    /// <summary>
    /// Packets/s when full: configured, or assumed, or measured where that is more. What a quiet relay measures is too little,
    /// because its packets go out in small batches and cost most.
    /// </summary>
    public double FullCapacity => Math.Max(Capacity > 0 ? Capacity : AssumedCapacity, Load.Capacity);
}
