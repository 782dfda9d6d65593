using ConsultCluster.Benchmarks.Load;
using ConsultCluster.Benchmarks.Soak.Plan;
using ConsultCluster.Benchmarks.Soak.Terminals;

namespace ConsultCluster.Benchmarks.Soak.Floods;

/// <summary>Guests who are inside and send far more than a camera does, to members who all get it.</summary>
internal sealed class MediaFlood(MediaLoop loop, FloodSchedule schedule, FloodTally tally)
{
    private static readonly TimeSpan _look = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan _report = TimeSpan.FromSeconds(1);

    /// <param name="flooders">Sends at that many bits per second while it is on; the others send what terminals send.</param>
    public async Task RunAsync(IReadOnlyDictionary<SoakTerminal, int> flooders)
    {
        var last = LoadClock.Now;
        while (!schedule.IsOver)
        {
            var isOn = schedule.IsOn(FloodKind.Media);
            foreach (var (terminal, bits) in flooders)
            {
                loop.Post(() => terminal.Media.Output.FloodBits = isOn ? bits : 0);
            }

            if (LoadClock.Now - last >= _report)
            {
                last = LoadClock.Now;
                foreach (var terminal in flooders.Keys)
                {
                    loop.Post(() => tally.Add("media.bytes_sent", terminal.Media.Output.TakeFlooded()));
                }
            }

            await Pace.ForAsync(_look);
        }
    }
}
