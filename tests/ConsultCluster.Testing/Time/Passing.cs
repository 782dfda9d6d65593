namespace ConsultCluster.Testing.Time;

/// <summary>Time that passes until something has happened.</summary>
public static class Passing
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    /// <summary>Lets time pass in steps until the task is done: its timer may be set a moment after a test can see that it has begun.</summary>
    /// <exception cref="OperationCanceledException">It is not done within 30 s of real time.</exception>
    public static async Task PassUntilAsync(this FakeTimeProvider clock, Task task, TimeSpan step)
    {
        ArgumentNullException.ThrowIfNull(clock);
        using var deadline = new CancellationTokenSource(Deadline);
        while (!task.IsCompleted)
        {
            deadline.Token.ThrowIfCancellationRequested();
            clock.Advance(step);
            await Task.Yield();
        }
    }
}
