using ConsultCluster.Benchmarks.Soak.Latency;
using ConsultCluster.Benchmarks.Soak.Record;
using ConsultCluster.Benchmarks.Soak.Terminals;

namespace ConsultCluster.Benchmarks.Soak.Consultations;

/// <summary>A consultation in which nothing happens: its members stay for the whole run and listen to each other.</summary>
internal sealed class WitnessGroup
{
    private static readonly TimeSpan _lifetime = TimeSpan.FromDays(1);
    private static readonly TimeSpan _hearWithin = TimeSpan.FromMinutes(1);

    /// <summary>Two beside each other and one elsewhere: what is measured crosses a link between relays, and does not.</summary>
    private static readonly string[] _regions = ["east", "east", "west"];

    private readonly List<(SoakTerminal Terminal, Task Stay)> _members = [];

    private WitnessGroup()
    {
    }

    /// <summary>Where the media of each is now.</summary>
    public IEnumerable<string> Relays => _members.Select(member => member.Terminal.Relay);

    /// <summary>Moves of all together.</summary>
    public int Moves => _members.Sum(member => member.Terminal.Media.Moves);

    /// <summary>Returns when everybody hears everybody.</summary>
    /// <param name="loop">With a thread of its own: nothing else shall delay what is measured.</param>
    public static async Task<WitnessGroup> StartAsync(SoakApi api, Crowd crowd, MediaLoop loop, WitnessLog log)
    {
        var witnesses = new WitnessGroup();
        var group = await api.OpenAsync("Witness");
        foreach (var region in _regions)
        {
            var token = await api.InviteAsync(group, $"Witness {witnesses._members.Count + 1}", _lifetime);
            var terminal = crowd.Make(
                loop, token, region, hasVideo: false, isAtGateway: true, hear: number => (frame, at) => log.Add(number, frame, at));
            witnesses._members.Add((terminal, terminal.StayAsync()));
        }

        using var deadline = new CancellationTokenSource(_hearWithin);
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (log.Pairs < _regions.Length * (_regions.Length - 1))
        {
            await pause.WaitForNextTickAsync(deadline.Token);
        }

        return witnesses;
    }

    public async Task LeaveAsync()
    {
        foreach (var (terminal, stay) in _members)
        {
            await terminal.Seat.LeaveAsync();
            await stay;
        }
    }
}
