using System.Collections.Immutable;
using ConsultCluster.Ports.Clusters;

namespace ConsultCluster.Server.Tests.Nodes;

/// <summary>The processes of a cluster, as one of them knows them.</summary>
internal sealed class FakeSilos : ISilos
{
    public event Action? Changed;

    public ImmutableArray<LiveSilo> Live { get; private set; } = [];

    public void Set(params ImmutableArray<LiveSilo> live)
    {
        Live = live;
        Changed?.Invoke();
    }
}
