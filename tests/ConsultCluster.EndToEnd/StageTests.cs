using ConsultCluster.EndToEnd.Harness;

namespace ConsultCluster.EndToEnd;

/// <summary>Gives a test class its server, and each test fresh browsers.</summary>
public abstract class StageTests(StageTests.Fixture fixture) : IClassFixture<StageTests.Fixture>, IAsyncLifetime
{
    protected DemoStage Stage { get; } = fixture.Stage;

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => Stage.CloseBrowsersAsync();

    public sealed class Fixture : IAsyncLifetime
    {
        public DemoStage Stage { get; } = new();

        public Task InitializeAsync() => Stage.StartAsync();

        public async Task DisposeAsync() => await Stage.DisposeAsync();
    }
}
