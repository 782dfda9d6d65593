using System.Runtime.CompilerServices;

namespace ConsultCluster.Testing.Time;

/// <summary>Waits for what other threads or processes do.</summary>
public static class Until
{
    /// <summary>Far above what a busy machine needs.</summary>
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);

    /// <summary>Returns once the condition holds.</summary>
    /// <exception cref="TimeoutException">It did not within a minute.</exception>
    public static Task HoldsAsync(Func<bool> condition, [CallerArgumentExpression(nameof(condition))] string what = "") =>
        HoldsAsync(() => Task.FromResult(condition()), what);

    /// <summary>Returns once the condition holds.</summary>
    /// <exception cref="TimeoutException">It did not within a minute.</exception>
    public static async Task HoldsAsync(Func<Task<bool>> condition, [CallerArgumentExpression(nameof(condition))] string what = "")
    {
        ArgumentNullException.ThrowIfNull(condition);
        using var pace = new PeriodicTimer(Pause);
        var started = TimeProvider.System.GetTimestamp();
        while (!await condition())
        {
            if (TimeProvider.System.GetElapsedTime(started) > Deadline)
            {
                throw new TimeoutException($"Not within {Deadline}: {what}");
            }

            await pace.WaitForNextTickAsync();
        }
    }
}
