using ConsultCluster.Benchmarks.Load;
using ConsultCluster.Benchmarks.Soak.Record;
using ConsultCluster.Contracts.Hub;

namespace ConsultCluster.Benchmarks.Soak.Terminals;

/// <summary>What a terminal's person says and mutes.</summary>
internal sealed class Speech(SoakTerminalOptions options, Seat seat, MediaSide media)
{
    private static readonly TimeSpan _callLimit = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan _again = TimeSpan.FromSeconds(1);

    private int _said;

    /// <summary>Says something, again and again with the same id until it is acknowledged.</summary>
    /// <returns>Null when the terminal was out before that.</returns>
    public async Task<AcknowledgedMessage?> SayAsync(string text)
    {
        var id = $"{options.Name}-{++_said}";
        var from = LoadClock.Nanoseconds;
        while (!seat.Ended.IsCancellationRequested)
        {
            try
            {
                var reply = await (await seat.InsideAsync()).SendMessage(new SendMessageRequest(id, text)).WaitAsync(_callLimit);
                if (reply.Value is not null)
                {
                    return new AcknowledgedMessage(options.Group, seat.TerminalId!, id, text, from, LoadClock.Nanoseconds);
                }
            }
            catch (Exception e) when (LineLoss.Is(e))
            {
                // Whether it was recorded is uncertain; the same id again makes sure.
            }

            await Pace.ForAsync(_again, seat.Ended);
        }

        return null;
    }

    /// <summary>Mutes or unmutes its microphone; a lost line takes the order with it.</summary>
    public async Task MuteAsync(bool isMuted)
    {
        try
        {
            var reply = await (await seat.InsideAsync()).SetMuted(isMuted ? ["microphone"] : []).WaitAsync(_callLimit);
            if (reply.Error is null)
            {
                media.IsSilent = isMuted;
            }
        }
        catch (Exception e) when (LineLoss.Is(e))
        {
            // Nothing depends on it.
        }
    }
}
