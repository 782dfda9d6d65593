using ConsultCluster.Engine.Specs.Groups;

namespace ConsultCluster.Engine.Tests.Embedded;

/// <summary>Terminals of the embedded engine survive their relays.</summary>
public sealed class EmbeddedFailOverSpecs : FailOverSpecs
{
    protected override async Task<EngineFixture> CreateAsync() => await EmbeddedFixture.StartAsync();
}
