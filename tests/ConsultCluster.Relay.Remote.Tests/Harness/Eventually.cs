namespace ConsultCluster.Relay.Remote.Tests.Harness;

/// <summary>Waits for other threads and processes.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(5);

    public static async Task HoldsAsync(Func<bool> condition, string what)
    {
        using var timer = new PeriodicTimer(Look);
        var start = TimeProvider.System.GetTimestamp();
        while (!condition())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(start) < Deadline, $"Not in time: {what}.");
            await timer.WaitForNextTickAsync();
        }
    }

    public static Task<T> InTimeAsync<T>(this Task<T> task) => task.WaitAsync(Deadline);

    public static Task InTimeAsync(this Task task) => task.WaitAsync(Deadline);
}
