using System.Net;
using System.Net.Sockets;
using ConsultCluster.Relay.Remote.Hosting;
using ConsultCluster.Relay.Remote.Keys;
using ConsultCluster.Relay.Remote.Messages;
using ConsultCluster.Relay.Remote.Tests.Harness;
using ConsultCluster.RelayNode;
using ConsultCluster.Testing.Network;
using ConsultCluster.Testing.Time;
using Microsoft.Extensions.DependencyInjection;

namespace ConsultCluster.Relay.Remote.Tests.RelayNode;

/// <summary>The relay-only program against a control process driven by the test.</summary>
public sealed class StartTests : IDisposable
{
    private const string Key = "a-key-that-only-this-test-knows";

    private readonly string _folder = Directory.CreateTempSubdirectory("consult-").FullName;

    [Fact]
    public async Task Start_ControlProcessListsIt_PrintsNameRelaysAndReady()
    {
        var key = NodeKey.Parse(Key)!;
        var announced = new TaskCompletionSource<Announce?>();
        await using var control = await FakeControl.StartAsync(async link =>
        {
            announced.TrySetResult(await link.WelcomeAsync(key));
            while (await link.ReadAsync() is { Message: not null })
            {
            }
        });

        await using var node = await RelayNodeHost.StartAsync(Options(control.Address)).InTimeAsync();

        var announce = await announced.Task.InTimeAsync();
        Assert.Equal(("edge", "north"), (announce?.Node, announce?.Region));
        Assert.Equal(["edge-1", "edge-2"], announce!.Relays.Select(relay => relay.RelayId));
        await using var output = new StringWriter();
        node.Print(output);
        var lines = output.ToString().Split('\n', StringSplitOptions.TrimEntries);
        Assert.Equal("node edge", lines[0]);
        Assert.Equal($"key {node.Services.GetRequiredService<IdentityFolder>().Key.Id}", lines[1]);
        Assert.StartsWith("relays 2 on UDP ", lines[2], StringComparison.Ordinal);
        Assert.Equal($"ready http://127.0.0.1:{node.Address.Port}", lines[3]);
        using var http = new HttpClient { BaseAddress = node.Address };
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("/health/ready").InTimeAsync()).StatusCode);
    }

    [Fact]
    public async Task Start_ControlProcessNeverAnswers_WaitsAndStopsWhenAsked()
    {
        var connected = new TaskCompletionSource();
        await using var control = await FakeControl.StartAsync(async link =>
        {
            connected.TrySetResult();
            await link.ReadAsync();
            await link.ReadAsync();
        });
        using var stop = new CancellationTokenSource();

        var start = RelayNodeHost.StartAsync(Options(control.Address), stop: stop.Token);
        await connected.Task.InTimeAsync();
        Assert.False(start.IsCompleted);
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => start.InTimeAsync());
    }

    [Fact]
    public async Task Start_NoSuchKeyFile_SaysWhichFile()
    {
        var options = Options(new Uri("http://127.0.0.1:1"));
        (options.NodeKey, options.KeyFile) = (null, "/nonexistent/node.key");

        var refused = await Assert.ThrowsAsync<StartupException>(() => RelayNodeHost.StartAsync(options));

        Assert.Contains("/nonexistent/node.key", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_RelayPortInUse_ReportsIt()
    {
        using var taken = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        taken.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var port = ((IPEndPoint)taken.LocalEndPoint!).Port;
        var options = Options(new Uri("http://127.0.0.1:1"));
        (options.RelayPort, options.Relays) = (port, 1);

        var refused = await Assert.ThrowsAsync<StartupException>(() => RelayNodeHost.StartAsync(options));

        Assert.Equal($"UDP port {port} is used by another program; end it or choose another with --relay-port.", refused.Message);
    }

    [Fact]
    public async Task Metrics_OnAPortOfTheirOwn_AreAllThatIsThere()
    {
        var key = NodeKey.Parse(Key)!;
        await using var control = await FakeControl.StartAsync(async link =>
        {
            await link.WelcomeAsync(key);
            while (await link.ReadAsync() is { Message: not null })
            {
            }
        });
        var options = Options(control.Address);
        options.MetricsPort = FreePorts.Tcp();
        await using var node = await RelayNodeHost.StartAsync(options).InTimeAsync();
        using var metrics = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{options.MetricsPort}") };
        using var health = new HttpClient { BaseAddress = node.Address };

        Assert.Contains("relay_load_share", await metrics.GetStringAsync("/metrics").InTimeAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await metrics.GetAsync("/health/ready").InTimeAsync()).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await health.GetAsync("/health/ready").InTimeAsync()).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await health.GetAsync("/metrics").InTimeAsync()).StatusCode);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private RelayNodeOptions Options(Uri control) => new()
    {
        Identity = Path.Combine(_folder, "edge"),
        NodeKey = Key,
        Node = "edge",
        Region = "north",
        RelayPort = 0,
        Relays = 2,
        Drain = TimeSpan.Zero,
        Join = { control },
    };
}
