using ConsultCluster.Domain.Relays;

namespace ConsultCluster.Benchmarks.Simulate.Model;

/// <summary>A relay as it really is.</summary>
public sealed class SimRelay(int index, RelayEntry entry, SimRegion region, int machine, double capacity)
{
    public int Index { get; } = index;

    /// <summary>As it joined.</summary>
    public RelayEntry Entry { get; set; } = entry;

    public SimRegion Region { get; } = region;

    /// <summary>Number of its machine.</summary>
    public int Machine { get; } = machine;

    /// <summary>Packets per second that it can really send.</summary>
    public double Capacity { get; } = capacity;

    /// <summary>Packets per second that it sends now.</summary>
    public double Packets { get; set; }

    /// <summary>Terminals on it, and standbys.</summary>
    public int Sessions { get; set; }

    public bool Alive { get; set; } = true;

    /// <summary>Share of its capacity in use.</summary>
    public double Share => Packets / Capacity;
}
