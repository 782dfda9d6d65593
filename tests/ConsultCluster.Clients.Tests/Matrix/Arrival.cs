namespace ConsultCluster.Clients.Tests;

/// <summary>What has arrived at a player within a time.</summary>
/// <param name="IsEnough">True as soon as it is what was asked for.</param>
/// <param name="Decoded">Decoded in that time.</param>
internal readonly record struct Arrival(bool IsEnough, Decoded Decoded)
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(200);

    /// <summary>Reads again and again until so much was decoded since the call, or until the deadline.</summary>
    public static async Task<Arrival> AwaitAsync(Func<Task<Decoded>> read, Func<Decoded, bool> isEnough, TimeSpan deadline)
    {
        using var timer = new PeriodicTimer(Look);
        var start = TimeProvider.System.GetTimestamp();
        var first = await read();
        while (true)
        {
            var now = await read();
            var arrived = now - first;
            if (isEnough(arrived) || TimeProvider.System.GetElapsedTime(start) > deadline)
            {
                return new(isEnough(arrived), arrived);
            }

            // A new connection counts from zero.
            first = new(Math.Min(first.Frames, now.Frames), Math.Min(first.Samples, now.Samples));
            await timer.WaitForNextTickAsync();
        }
    }
}
