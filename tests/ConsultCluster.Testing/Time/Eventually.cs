using System.Runtime.CompilerServices;

namespace ConsultCluster.Testing.Time;

/// <summary>Waits for what other threads or processes do.</summary>
public static class Eventually
{
    /// <summary>Far above what a busy machine needs.</summary>
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(5);

    /// <summary>Returns once the condition holds.</summary>
    /// <exception cref="TimeoutException">It did not within a minute.</exception>
    public static Task HoldsAsync(Func<bool> condition, [CallerArgumentExpression(nameof(condition))] string what = "") =>
        HoldsAsync(() => Task.FromResult(condition()), what);

    /// <summary>Returns once the condition holds.</summary>
    /// <exception cref="TimeoutException">It did not within a minute.</exception>
    public static async Task HoldsAsync(Func<Task<bool>> condition, [CallerArgumentExpression(nameof(condition))] string what = "")
    {
        ArgumentNullException.ThrowIfNull(condition);
        using var timer = new PeriodicTimer(Look);
        var start = TimeProvider.System.GetTimestamp();
        while (!await condition())
        {
            if (TimeProvider.System.GetElapsedTime(start) > Deadline)
            {
                throw new TimeoutException($"Not in time: {what}");
            }

            await timer.WaitForNextTickAsync();
        }
    }

    /// <summary>The task's result.</summary>
    /// <exception cref="TimeoutException">There was none within a minute.</exception>
    public static Task<T> InTimeAsync<T>(this Task<T> task) => task.WaitAsync(Deadline);

    /// <summary>Returns once the task is done.</summary>
    /// <exception cref="TimeoutException">It was not within a minute.</exception>
    public static Task InTimeAsync(this Task task) => task.WaitAsync(Deadline);
}
