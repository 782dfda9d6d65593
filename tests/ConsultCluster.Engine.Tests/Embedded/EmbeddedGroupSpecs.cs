using ConsultCluster.Engine.Specs.Groups;

namespace ConsultCluster.Engine.Tests.Embedded;

/// <summary>The embedded engine does what every engine owes.</summary>
public sealed class EmbeddedGroupSpecs : ConsultationGroupSpecs
{
    protected override async Task<EngineFixture> CreateAsync() => await EmbeddedFixture.StartAsync();
}
