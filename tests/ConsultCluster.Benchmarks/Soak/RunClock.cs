using ConsultCluster.Benchmarks.Load;

namespace ConsultCluster.Benchmarks.Soak;

/// <summary>Time since the run's start.</summary>
/// <param name="start">In nanoseconds of <see cref="LoadClock"/>.</param>
internal sealed class RunClock(long start)
{
    public TimeSpan Now => TimeSpan.FromMicroseconds((LoadClock.Nanoseconds - start) / 1_000);

    /// <summary>Returns at that time.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled before.</exception>
    public async Task UntilAsync(TimeSpan at, CancellationToken end)
    {
        if (at - Now is var left && left > TimeSpan.Zero)
        {
            await Pace.ForAsync(left, end);
        }

        end.ThrowIfCancellationRequested();
    }
}
