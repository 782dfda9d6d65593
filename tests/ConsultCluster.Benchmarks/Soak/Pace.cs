namespace ConsultCluster.Benchmarks.Soak;

/// <summary>The pace of people, floods and kills: what they do next is due after some time, and nothing else tells when.</summary>
internal static class Pace
{
    private static readonly TimeSpan _least = TimeSpan.FromMilliseconds(1);

    /// <summary>Returns after that time, or at once when it is cancelled.</summary>
    public static async Task ForAsync(TimeSpan time, CancellationToken end = default)
    {
        if (end.IsCancellationRequested)
        {
            return;
        }

        using var timer = new PeriodicTimer(time < _least ? _least : time);
        try
        {
            await timer.WaitForNextTickAsync(end);
        }
        catch (OperationCanceledException)
        {
            // The caller looks at what has ended.
        }
    }
}
