using ConsultCluster.Cluster.Hosting;
using ConsultCluster.Testing.Time;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace ConsultCluster.Cluster.Tests.Hosting;

public sealed class BoundedStopTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(1);

    private readonly FakeTimeProvider _clock = new();
    private readonly HeldSilo _silo = new();
    private int _asked;

    [Fact]
    public async Task Stop_DatabaseRefuses_GoesOnWithoutTheSiloAndOnlyOnce()
    {
        var host = Host(_ => throw new NpgsqlException("refused"));

        await AdvanceUntilDoneAsync(host.StopAsync(CancellationToken.None));
        await host.StopAsync(CancellationToken.None);

        Assert.Equal(BoundedStop.Failures, _asked);
        Assert.Equal(1, _silo.Stops);
    }

    [Fact]
    public async Task Stop_DatabaseHangsAndIgnoresItsCancellation_GoesOnWithoutTheSilo()
    {
        var host = Host(_ => new TaskCompletionSource().Task);

        await AdvanceUntilDoneAsync(host.StopAsync(CancellationToken.None));

        Assert.Equal(BoundedStop.Failures, _asked);
        Assert.Equal(1, _silo.Stops);
    }

    [Fact]
    public async Task Stop_DatabaseAnswers_WaitsForTheSilo()
    {
        var host = Host(_ => _asked % 3 == 0 ? Task.CompletedTask : throw new NpgsqlException("refused"));

        var stop = host.StopAsync(CancellationToken.None);
        using var deadline = new CancellationTokenSource(Deadline);
        using var pool = new PeriodicTimer(TimeSpan.FromMilliseconds(1));
        while (Volatile.Read(ref _asked) < 10)
        {
            _clock.Advance(TimeSpan.FromSeconds(0.1));
            await pool.WaitForNextTickAsync(deadline.Token);
        }

        Assert.False(stop.IsCompleted);
        _silo.Stopped.SetResult();
        await stop.WaitAsync(Deadline);
    }

    [Fact]
    public async Task Stop_SiloFails_IsToldToTheHost()
    {
        _silo.Stopped.SetException(new InvalidOperationException("no farewell"));

        await Assert.ThrowsAsync<InvalidOperationException>(() => Host(_ => Task.CompletedTask).StopAsync(CancellationToken.None).WaitAsync(Deadline));
    }

    private BoundedStop Host(Func<CancellationToken, Task> database) => new(
        _silo,
        cancellation =>
        {
            Interlocked.Increment(ref _asked);
            return database(cancellation);
        },
        _clock,
        NullLogger<BoundedStop>.Instance);

    private async Task AdvanceUntilDoneAsync(Task task)
    {
        using var deadline = new CancellationTokenSource(Deadline);
        using var pool = new PeriodicTimer(TimeSpan.FromMilliseconds(1));
        while (!task.IsCompleted)
        {
            _clock.Advance(TimeSpan.FromSeconds(0.1));
            // What the clock has set free runs on the pool.
            await pool.WaitForNextTickAsync(deadline.Token);
        }

        await task;
    }

    /// <summary>Its stop hangs until a test lets it go.</summary>
    private sealed class HeldSilo : IHostedService
    {
        public TaskCompletionSource Stopped { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public int Stops { get; private set; }

        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken)
        {
            Stops++;
            return Stopped.Task;
        }
    }
}
