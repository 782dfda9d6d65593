using System.Collections.Immutable;

namespace ConsultCluster.Ports.Clusters;

/// <summary>The clocks of all silos.</summary>
public interface IClusterClocks
{
    /// <summary>What each found last, in no order. A silo that does not answer within a second is left out.</summary>
    Task<ImmutableArray<ServerClock>> ReadAsync();
}
