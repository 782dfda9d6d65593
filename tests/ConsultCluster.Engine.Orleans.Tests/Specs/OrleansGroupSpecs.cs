using ConsultCluster.Engine.Specs.Groups;

namespace ConsultCluster.Engine.Orleans.Tests.Specs;

public sealed class OrleansGroupSpecs : ConsultationGroupSpecs
{
    protected override async Task<EngineFixture> CreateAsync() => await ClusterFixture.StartAsync();
}
