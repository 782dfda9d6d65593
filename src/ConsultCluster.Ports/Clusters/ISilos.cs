using System.Collections.Immutable;

namespace ConsultCluster.Ports.Clusters;

/// <summary>Which processes of the cluster are alive, as this process knows by now: a dead one is noticed within seconds.</summary>
public interface ISilos
{
    /// <summary>Those that work, by name; empty until the first news.</summary>
    ImmutableArray<LiveSilo> Live { get; }

    /// <summary><see cref="Live"/> is another one. From any thread, one call at a time; whoever hears it returns at once.</summary>
    event Action? Changed;
}
