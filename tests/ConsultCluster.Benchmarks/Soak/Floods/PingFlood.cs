using System.Net.WebSockets;
using System.Text;
using ConsultCluster.Benchmarks.Soak.Plan;
using ConsultCluster.Benchmarks.Soak.Terminals;

namespace ConsultCluster.Benchmarks.Soak.Floods;

/// <summary>A hub connection that says nothing but pings, and calls of methods that there are not, faster than anybody needs.</summary>
internal sealed class PingFlood(FloodToken token, Uri[] doors, FloodSchedule schedule, FloodTally tally)
{
    private const int PerTick = 20;

    private static readonly TimeSpan _tick = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan _again = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan _limit = TimeSpan.FromSeconds(15);
    private static readonly byte[] _handshake = Encoding.UTF8.GetBytes("{\"protocol\":\"json\",\"version\":1}\u001e");
    private static readonly byte[] _pings = Encoding.UTF8.GetBytes(
        string.Concat(Enumerable.Repeat("{\"type\":6}\u001e{\"type\":1,\"target\":\"Nothing\",\"arguments\":[]}\u001e", PerTick / 2)));

    public async Task RunAsync()
    {
        for (var attempt = 0; await schedule.WaitAsync(FloodKind.Calls); attempt++)
        {
            using var socket = new ClientWebSocket();
            socket.Options.SetRequestHeader("Authorization", "Bearer " + token.Token);
            socket.Options.SetRequestHeader("X-Forwarded-For", "10.66.1.2");
            try
            {
                using var limit = new CancellationTokenSource(_limit);
                await socket.ConnectAsync(new UriBuilder(new Uri(doors[attempt % doors.Length], "/hub/consultation")) { Scheme = "ws" }.Uri, limit.Token);
                await socket.SendAsync(_handshake, WebSocketMessageType.Text, endOfMessage: true, limit.Token);
                await Task.WhenAll(SendAsync(socket), DrainAsync(socket));
            }
            catch (Exception e) when (LineLoss.Is(e))
            {
                tally.Add("pings.cut_off");
            }

            await Pace.ForAsync(_again);
        }
    }

    private async Task SendAsync(ClientWebSocket socket)
    {
        using var pause = new PeriodicTimer(_tick);
        while (schedule.IsOn(FloodKind.Calls) && await pause.WaitForNextTickAsync())
        {
            await socket.SendAsync(_pings, WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
            tally.Add("pings.sent", PerTick);
        }

        socket.Abort();
    }

    private static async Task DrainAsync(ClientWebSocket socket)
    {
        var buffer = new byte[4096];
        while ((await socket.ReceiveAsync(buffer, CancellationToken.None)).MessageType != WebSocketMessageType.Close)
        {
            // Answers are of no interest.
        }

        socket.Abort();
    }
}
