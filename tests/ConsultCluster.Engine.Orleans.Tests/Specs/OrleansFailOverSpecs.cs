using ConsultCluster.Engine.Specs.Groups;

namespace ConsultCluster.Engine.Orleans.Tests.Specs;

public sealed class OrleansFailOverSpecs : FailOverSpecs
{
    protected override async Task<EngineFixture> CreateAsync() => await ClusterFixture.StartAsync();
}
