using ConsultCluster.Cluster.Telemetry;
using Microsoft.Extensions.Logging;
using Orleans.Storage;

namespace ConsultCluster.Cluster.State;

/// <summary>
/// Keeps a slow, broken or hung storage away from the grains: calls run beside their schedulers, a few at a time, and are given up after a while. After a failure all calls fail at
/// once for a moment, so that a database which is away is not asked by every group.
/// </summary>
/// <param name="mostAtOnce">Calls of <paramref name="inner"/> at the same time; one that hangs counts until it ends.</param>
internal sealed class BoundedGrainStorage(IGrainStorage inner, int mostAtOnce, TimeProvider clock, StateMetrics metrics, ILogger logger) : IGrainStorage, IDisposable
{
    /// <summary>Longest time of a call, its wait for others included. A write takes some milliseconds.</summary>
    internal static readonly TimeSpan Within = TimeSpan.FromSeconds(5);

    /// <summary>For how long nothing is tried after a failure.</summary>
    internal static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim _slots = new(mostAtOnce, mostAtOnce);
    private long _resumeAt = long.MinValue;

    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        RunAsync("read", grainState, state => inner.ReadStateAsync(stateName, grainId, state));

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        RunAsync("write", grainState, state => inner.WriteStateAsync(stateName, grainId, state));

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        RunAsync("clear", grainState, state => inner.ClearStateAsync(stateName, grainId, state));

    public void Dispose() => _slots.Dispose();

    private async Task RunAsync<T>(string operation, IGrainState<T> state, Func<IGrainState<T>, Task> call)
    {
        if (clock.GetTimestamp() < Volatile.Read(ref _resumeAt))
        {
            metrics.Called(operation, StateMetrics.Skipped);
            throw new GrainStateUnavailableException("The grain storage failed a moment ago.");
        }

        // A call that is given up may still end: what it changes then is nobody's.
        var copy = new GrainState<T>(state.State, state.ETag) { RecordExists = state.RecordExists };
        using var givenUp = new CancellationTokenSource();
        try
        {
            await Task.Run(() => InTurnAsync(() => call(copy), givenUp.Token)).WaitAsync(Within, clock);
        }
        catch (InconsistentStateException)
        {
            metrics.Called(operation, StateMetrics.Conflict);
            throw;
        }
        catch (Exception e)
        {
            await givenUp.CancelAsync();
            metrics.Called(operation, e is TimeoutException ? StateMetrics.TimedOut : StateMetrics.Failed);
            Volatile.Write(ref _resumeAt, clock.GetTimestamp() + (long)(Pause.TotalSeconds * clock.TimestampFrequency));
            ClusterLog.GrainStorageFailed(logger, e, operation);
            throw new GrainStateUnavailableException("The grain storage does not answer.", e);
        }

        (state.State, state.ETag, state.RecordExists) = (copy.State, copy.ETag, copy.RecordExists);
        metrics.Called(operation, StateMetrics.Done);
    }

    private async Task InTurnAsync(Func<Task> call, CancellationToken givenUp)
    {
        await _slots.WaitAsync(givenUp);
        try
        {
            await call();
        }
        finally
        {
            _slots.Release();
        }
    }
}
