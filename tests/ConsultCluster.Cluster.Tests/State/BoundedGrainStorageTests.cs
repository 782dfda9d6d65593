using System.Diagnostics.Metrics;
using ConsultCluster.Cluster.State;
using ConsultCluster.Cluster.Telemetry;
using ConsultCluster.Domain.Media;
using ConsultCluster.Testing.Time;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Orleans.Storage;

namespace ConsultCluster.Cluster.Tests.State;

/// <summary>A storage that hangs or fails costs its callers a bounded time, and soon none.</summary>
public sealed class BoundedGrainStorageTests : IDisposable
{
    private static readonly GrainId Grain = GrainId.Create("group", "g1");

    private readonly FakeTimeProvider _clock = new();
    private readonly FakeGrainStorage _inner = new();
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly BoundedGrainStorage _storage;

    public BoundedGrainStorageTests() => _storage = new BoundedGrainStorage(
        _inner, mostAtOnce: 2, _clock, new StateMetrics(_services.GetRequiredService<IMeterFactory>()), NullLogger.Instance);

    public void Dispose()
    {
        _storage.Dispose();
        _services.Dispose();
    }

    [Fact]
    public async Task Write_ThenRead_IsWhatWasWritten()
    {
        var state = new GrainState<PlanMemory>(new PlanMemory { Epoch = 7 });
        await _storage.WriteStateAsync("s", Grain, state);

        var read = new GrainState<PlanMemory>();
        await _storage.ReadStateAsync("s", Grain, read);

        Assert.Equal(("1", true, 7), (read.ETag, read.RecordExists, read.State!.Epoch));
        Assert.Equal(("1", true), (state.ETag, state.RecordExists));
    }

    [Fact]
    public async Task Write_StorageHangs_IsGivenUpAfterItsTimeAndChangesNothingLater()
    {
        var answers = new TaskCompletionSource();
        _inner.Answers = answers.Task;
        var state = new GrainState<PlanMemory>(new PlanMemory { Epoch = 7 });
        var writing = _storage.WriteStateAsync("s", Grain, state);
        await _inner.UntilAsync(inner => inner.Running == 1);

        await _clock.PassUntilAsync(writing, BoundedGrainStorage.Within);

        await Assert.ThrowsAsync<GrainStateUnavailableException>(() => writing);
        answers.SetResult();
        await _inner.UntilAsync(inner => inner.Writes == 1);
        Assert.Null(state.ETag);
    }

    [Fact]
    public async Task Call_AfterAFailure_IsNotTriedForAWhile()
    {
        _inner.Fails = true;
        await Assert.ThrowsAsync<GrainStateUnavailableException>(WriteAsync);
        _inner.Fails = false;

        await Assert.ThrowsAsync<GrainStateUnavailableException>(WriteAsync);
        Assert.Equal(0, _inner.Writes);

        _clock.Advance(BoundedGrainStorage.Pause);
        await WriteAsync();
        Assert.Equal(1, _inner.Writes);
    }

    [Fact]
    public async Task Write_AnotherVersionIsThere_IsRefusedAndTheNextCallIsTried()
    {
        await WriteAsync();

        await Assert.ThrowsAsync<InconsistentStateException>(WriteAsync);

        await _storage.ReadStateAsync("s", Grain, new GrainState<PlanMemory>());
    }

    [Fact]
    public async Task Calls_StorageHangs_NoMoreThanTheBoundReachIt()
    {
        _inner.Answers = new TaskCompletionSource().Task;
        var calls = Enumerable.Range(0, 10).Select(n => _storage.ReadStateAsync("s", GrainId.Create("group", $"g{n}"), new GrainState<PlanMemory>())).ToArray();
        await _inner.UntilAsync(inner => inner.Running == 2);

        foreach (var call in calls)
        {
            await _clock.PassUntilAsync(call, BoundedGrainStorage.Within);
            await Assert.ThrowsAsync<GrainStateUnavailableException>(() => call);
        }

        Assert.Equal(2, _inner.Running);
    }

    private Task WriteAsync() => _storage.WriteStateAsync("s", Grain, new GrainState<PlanMemory>(new PlanMemory()));
}
