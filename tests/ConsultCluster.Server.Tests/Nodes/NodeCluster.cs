using System.Collections.Concurrent;
using ConsultCluster.Cluster.Watches;
using ConsultCluster.Domain;
using ConsultCluster.Domain.Relays;
using ConsultCluster.Ports.Relays;
using ConsultCluster.Relay.Remote.Control;
using ConsultCluster.RelayNode;
using ConsultCluster.Server.Hosting;
using ConsultCluster.Server.Tests.Scenes;
using ConsultCluster.Testing.Network;
using ConsultCluster.Testing.Relays;
using ConsultCluster.Testing.Time;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using RelayDirectory = ConsultCluster.Relay.RelayDirectory;

namespace ConsultCluster.Server.Tests.Nodes;

/// <summary>A whole control process with one relay of its own on loopback, and nodes that join it.</summary>
internal sealed class NodeCluster : IAsyncDisposable
{
    public const string Key = "a-key-that-only-this-test-knows";

    private readonly List<StartedNode> _nodes = [];
    private readonly int _port = FreePorts.Tcp();
    private readonly bool _https;
    private readonly bool _hasGroups;
    private StartedServer? _control;

    private NodeCluster(bool https, bool hasGroups) => (_https, _hasGroups) = (https, hasGroups);

    private Action<ServerOptions>? Configure { get; init; }

    public string Data { get; } = Directory.CreateTempSubdirectory("consult-").FullName;

    public LogCollector Log { get; } = new();

    /// <summary>Every change of the directory, with the moment at which it was told.</summary>
    public ConcurrentQueue<(RelayChange Change, long At)> Changes { get; } = new();

    public StartedServer Control => _control!;

    public Uri Address => _https ? Control.SecureAddress! : Control.Address;

    public RelayDirectory Relays => Control.Services.GetRequiredService<RelayDirectory>();

    public NodeRegistry Registry => Control.Services.GetRequiredService<NodeRegistry>();

    /// <param name="hasGroups">False for groups that see no relays: what a node holds is the test's affair then, and nobody ends what no group knows.</param>
    public static async Task<NodeCluster> StartAsync(bool https = false, bool hasGroups = true, Action<ServerOptions>? configure = null)
    {
        var cluster = new NodeCluster(https, hasGroups) { Configure = configure };
        await cluster.StartControlAsync();
        return cluster;
    }

    /// <summary>Options of a node that joins with the right key.</summary>
    public RelayNodeOptions Options(string name, string key = Key) => new()
    {
        NodeKey = key,
        Identity = IdentityOf(name),
        Node = name,
        Region = "north",
        RelayPort = 0,
        Relays = 1,
        Drain = TimeSpan.Zero,
        Join = { Address },
    };

    /// <summary>Where a node of this name keeps its key.</summary>
    public string IdentityOf(string name) => Path.Combine(Data, "nodes", name);

    public async Task<StartedNode> StartNodeAsync(string name, Action<RelayNodeOptions>? configure = null)
    {
        var options = Options(name);
        configure?.Invoke(options);
        var node = await RelayNodeHost.StartAsync(options, services => services.AddSingleton<ILoggerProvider>(Log)).InTimeAsync();
        _nodes.Add(node);
        Relay($"{name}-1");
        return node;
    }

    /// <summary>The relay of a node as the control process has it.</summary>
    public IRelay Relay(string id)
    {
        // A node hears that it is listed a moment before it is.
        IRelay? relay = null;
        Assert.True(SpinWait.SpinUntil(() => (relay = Relays.Find(new RelayId(id))) is not null, TimeSpan.FromSeconds(30)), $"{id} is not listed.");
        return relay!;
    }

    public RelayState? State(string id)
    {
        // A node hears that it is listed a moment before it is; whoever reads the registry waits for that moment.
        _ = Registry.Nodes;
        return Relays.Entries.SingleOrDefault(e => e.Relay.Id.Value == id)?.State;
    }

    public Task StateAsync(string id, RelayState? state) => Eventually.HoldsAsync(() => State(id) == state, $"{id} is {state?.ToString() ?? "gone"}");

    /// <summary>Cuts the link of a node as a lost network does: no goodbye.</summary>
    public void CutLink(string node) => Registry.Find(node)!.Link!.Abort();

    /// <summary>The control process ends and comes back on the same port, knowing nothing of nodes.</summary>
    public async Task RestartControlAsync()
    {
        await Control.DisposeAsync();
        await StartControlAsync();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes)
        {
            await node.DisposeAsync();
        }

        await Control.DisposeAsync();
        Directory.Delete(Data, recursive: true);
    }

    private async Task StartControlAsync()
    {
        var options = new ServerOptions { HttpPort = _https ? 0 : _port, HttpsPort = _https ? _port : 0, Https = _https, RelayPort = 0, Relays = 1, Data = Data, NodeKey = Key };
        Configure?.Invoke(options);
        _control = await ServerHost.StartAsync(options, services =>
        {
            services.AddSingleton<ILoggerProvider>(Log);
            if (!_hasGroups)
            {
                services.AddSingleton(s => ActivatorUtilities.CreateInstance<SiloGroups>(s, new FakeRelays()));
            }
        });
        Relays.Changed += change => Changes.Enqueue((change, TimeProvider.System.GetTimestamp()));
    }
}
