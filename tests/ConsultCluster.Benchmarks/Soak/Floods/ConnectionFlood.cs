using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text;
using ConsultCluster.Benchmarks.Soak.Plan;
using ConsultCluster.Benchmarks.Soak.Terminals;

namespace ConsultCluster.Benchmarks.Soak.Floods;

/// <summary>Hub connections that never enter, each with a large message that does not end.</summary>
internal sealed class ConnectionFlood(FloodToken token, Uri[] doors, FloodSchedule schedule, FloodTally tally)
{
    /// <summary>So many at once; a process of its own could have more, and the limits are far below.</summary>
    private const int MaxOpen = 150;

    private const int UnfinishedBytes = 300 * 1024;

    private static readonly TimeSpan _between = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan _limit = TimeSpan.FromSeconds(15);
    private static readonly byte[] _handshake = Encoding.UTF8.GetBytes("{\"protocol\":\"json\",\"version\":1}\u001e");
    private static readonly byte[] _unfinished = Encoding.UTF8.GetBytes("{\"type\":1,\"target\":\"Enter\",\"arguments\":[\"" + new string('x', UnfinishedBytes));

    private readonly ConcurrentDictionary<ClientWebSocket, bool> _open = new();

    public async Task RunAsync()
    {
        for (var i = 0; await schedule.WaitAsync(FloodKind.Connections); i++)
        {
            if (_open.Count < MaxOpen)
            {
                _ = HoldAsync(doors[i % doors.Length]);
            }

            await Pace.ForAsync(_between);
            if (!schedule.IsOn(FloodKind.Connections))
            {
                CloseAll();
            }
        }

        CloseAll();
    }

    /// <summary>Opens one and keeps it until the server ends it, or the flood is over.</summary>
    private async Task HoldAsync(Uri door)
    {
        using var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Authorization", "Bearer " + token.Token);
        socket.Options.SetRequestHeader("X-Forwarded-For", "10.66.4.1");
        socket.Options.CollectHttpResponseDetails = true;
        _open[socket] = true;
        try
        {
            using var limit = new CancellationTokenSource(_limit);
            tally.Add("connections.tried");
            await socket.ConnectAsync(new UriBuilder(new Uri(door, "/hub/consultation")) { Scheme = "ws" }.Uri, limit.Token);
            tally.Add("connections.opened");
            await socket.SendAsync(_handshake, WebSocketMessageType.Text, endOfMessage: true, limit.Token);
            await socket.SendAsync(_unfinished, WebSocketMessageType.Text, endOfMessage: false, limit.Token);
            var buffer = new byte[4096];
            while ((await socket.ReceiveAsync(buffer, CancellationToken.None)).MessageType != WebSocketMessageType.Close)
            {
                // Handshake and pings.
            }

            tally.Add("connections.closed_by_server");
        }
        catch (WebSocketException) when ((int)socket.HttpStatusCode >= 400)
        {
            tally.Add($"connections.refused.{(int)socket.HttpStatusCode}");
        }
        catch (Exception e) when (LineLoss.Is(e) || e is ObjectDisposedException)
        {
            tally.Add(_open.ContainsKey(socket) && schedule.IsOn(FloodKind.Connections) ? "connections.cut_off" : "connections.given_up");
        }
        finally
        {
            _open.TryRemove(socket, out _);
        }
    }

    private void CloseAll()
    {
        foreach (var socket in _open.Keys)
        {
            socket.Abort();
        }
    }
}
