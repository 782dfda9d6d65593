namespace ConsultCluster.Cluster.Tests.Killed;

/// <summary>A silo that starts after all others have crashed, as after a power cut.</summary>
public sealed class CrashTests : IAsyncLifetime
{
    private PostgresCluster _cluster = null!;

    public async Task InitializeAsync() => _cluster = await PostgresCluster.StartAsync(2);

    public async Task DisposeAsync() => await _cluster.DisposeAsync();

    [Fact]
    public async Task Start_AllOthersCrashed_JoinsThoughTheyWereAliveJustNow()
    {
        foreach (var silo in _cluster.Processes)
        {
            silo.Kill();
            await silo.EndedAsync();
        }

        // Their entries never become stale.
        await _cluster.AskAsync("UPDATE orleans_silo SET alive_time = alive_time + interval '1 day' RETURNING 1");
        await _cluster.AddSiloAsync("next");

        await _cluster.SeesAsync("next");
    }
}
