using ConsultCluster.Testing.Groups;

namespace ConsultCluster.Cluster.Tests.Killed;

/// <summary>A silo that is asked to stop when nobody else is there any more.</summary>
public sealed class StopTests : IAsyncLifetime
{
    /// <summary>Seven seconds on a quiet machine; without a bound a minute and more.</summary>
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    private PostgresCluster _cluster = null!;

    public async Task InitializeAsync() => _cluster = await PostgresCluster.StartAsync(1);

    public async Task DisposeAsync() => await _cluster.DisposeAsync();

    [Fact]
    public async Task Stop_DatabaseIsGone_EndsAllTheSame()
    {
        var group = _cluster.Groups.Get(Scene.Id);
        await group.RequestAsync(Scene.Request(), Scene.Applicant).Value();
        await group.SitAsync("a");
        await _cluster.Server.KillAsync();

        await _cluster.Processes[0].StopAsync().WaitAsync(Deadline);
    }
}
