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
        await KillAllAsync();

        // Their entries never become stale.
        await _cluster.AskAsync("UPDATE orleans_silo SET alive_time = alive_time + interval '1 day' RETURNING 1");
        await _cluster.AddSiloAsync("next");

        await _cluster.SeesAsync("next");
    }

    /// <summary>A silo that is killed for a connection that only this machine cannot make takes the whole cluster with it.</summary>
    [Fact]
    public async Task Start_OthersRefuseConnectionsAndWriteThatTheyLive_DeclaresNobodyDead()
    {
        await KillAllAsync();
        using var ended = new CancellationTokenSource();
        var writing = WriteAliveAsync(ended.Token);

        await ClusterProcess.WarnedAsync(_cluster.Connection, "next", "refuses connections of this machine and yet writes that it is alive");

        await ended.CancelAsync();
        await writing;
        Assert.Equal($"{_cluster.Processes.Count}", await _cluster.AskAsync($"SELECT count(*) FROM orleans_silo WHERE silo_name NOT LIKE 'next|%' AND status = {(int)SiloStatus.Active}"));
    }

    [Fact]
    public async Task Start_NameOfALivingSilo_IsRefusedAndThatOfACrashedOneIsNot()
    {
        var taken = _cluster.Processes[0];

        Assert.Contains("--node", await ClusterProcess.RefusedAsync(_cluster.Connection, taken.Name, default), StringComparison.Ordinal);

        taken.Kill();
        await taken.EndedAsync();
        await _cluster.AddSiloAsync(taken.Name);
    }

    private async Task KillAllAsync()
    {
        foreach (var silo in _cluster.Processes)
        {
            silo.Kill();
            await silo.EndedAsync();
        }
    }

    private async Task WriteAliveAsync(CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (!cancellation.IsCancellationRequested)
        {
            await _cluster.AskAsync("UPDATE orleans_silo SET alive_time = alive_time + interval '1 second' WHERE silo_name NOT LIKE 'next|%' RETURNING 1");
            await timer.WaitForNextTickAsync(CancellationToken.None);
        }
    }
}
