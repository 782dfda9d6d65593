using System.Security.Cryptography;
using ConsultCluster.Contracts.Http;
using ConsultCluster.EndToEnd.Harness;
using ConsultCluster.EndToEnd.Harness.Cluster;
using ConsultCluster.Testing.Network;
using ConsultCluster.Testing.Postgres;

namespace ConsultCluster.Benchmarks.Soak.Processes;

/// <summary>The product as a hospital runs it: PostgreSQL, three servers that are silos, a gateway, and three relay nodes, each a process of its own.</summary>
internal sealed class SoakCluster : IAsyncDisposable
{
    private const int Silos = 3;

    /// <summary>Where the relay nodes are.</summary>
    public static readonly string[] Regions = ["east", "middle", "west"];

    private static readonly TimeSpan _deadline = TimeSpan.FromMinutes(2);

    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("consult-soak-");
    private readonly string _nodeKey = Convert.ToHexString(RandomNumberGenerator.GetBytes(32));
    private readonly PostgresServer _postgres;
    private readonly List<ServerProcess> _servers = [];
    private readonly List<RelayNodeProcess> _nodes = [];

    private SoakCluster(PostgresServer postgres, string connection) => (_postgres, Connection) = (postgres, connection);

    /// <summary>Of the database.</summary>
    public string Connection { get; }

    /// <summary>Everything but the database.</summary>
    public List<SoakProcess> Processes { get; } = [];

    /// <summary>
    /// Those that may be killed, servers and relay nodes in turn. The first silo stays, which relay nodes join through at their start, and so does the gateway: each stands for a whole
    /// life in the figures of memory. So does the first relay node.
    /// </summary>
    public List<SoakProcess> Victims { get; } = [];

    /// <summary>Where terminals come in: the gateway first, then the silos.</summary>
    public IReadOnlyList<Uri> Doors => [.. _servers.AsEnumerable().Reverse().Select(server => new Uri(server.Url))];

    /// <summary>UDP ports of all relays.</summary>
    public int[] RelayPorts => [.. _servers.Take(Silos).SelectMany(server => server.RelayPorts), .. _nodes.Select(node => node.RelayPort)];

    private ServerProcess Gateway => _servers[^1];

    /// <summary>Starts everything; returns when the gateway knows the relays of all.</summary>
    public static async Task<SoakCluster> StartAsync()
    {
        var postgres = await PostgresServer.StartAsync();
        var cluster = new SoakCluster(postgres, postgres.ConnectionString(await postgres.CreateDatabaseAsync()));
        try
        {
            await cluster.StartAllAsync();
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>What the processes printed, for one who looks for the cause of a failure; returns the folder.</summary>
    public string WriteOutputs()
    {
        var folder = SourceTree.Artifacts("soak");
        foreach (var (index, server) in _servers.Index())
        {
            File.WriteAllText(Path.Combine(folder, $"server-{index + 1}.log"), server.Output);
        }

        foreach (var node in _nodes)
        {
            File.WriteAllText(Path.Combine(folder, $"{node.Name}.log"), node.Output);
        }

        return folder;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes)
        {
            await node.DisposeAsync();
        }

        foreach (var server in _servers)
        {
            await server.DisposeAsync();
        }

        await _postgres.DisposeAsync();
        _data.Delete(recursive: true);
    }

    private async Task StartAllAsync()
    {
        // One after the other: together they would need longer on a small machine.
        for (var i = 1; i <= Silos; i++)
        {
            await StartServerAsync($"silo-{i}", relays: 1, "--silo-port", $"{FreePorts.Tcp()}", "--gateway-port", $"{FreePorts.Tcp()}");
        }

        await StartServerAsync("gateway", relays: 0, "--role", "gateway");
        foreach (var region in Regions)
        {
            await StartNodeAsync($"node-{region}", region);
        }

        SoakProcess Named(string name) => Processes.Single(process => process.Name == name);
        Victims.AddRange([Named("node-middle"), Named("silo-2"), Named("node-west"), Named("silo-3")]);
        await KnowsAllAsync();
    }

    private async Task StartServerAsync(string name, int relays, params string[] flags)
    {
        var server = ServerProcess.NewMember(Connection, _data.FullName, relays, ["--cluster", "consultcluster", "--node", name, "--node-key", _nodeKey, .. flags]);
        _servers.Add(server);
        await AddAsync(new SoakProcess(name, server.StartAsync, server.KillAsync, () => server.ProcessId, () => new Uri(server.Url)));
    }

    private async Task StartNodeAsync(string name, string region)
    {
        var node = new RelayNodeProcess(_servers[0], name, region, _nodeKey);
        _nodes.Add(node);
        await AddAsync(new SoakProcess(name, node.StartAsync, node.KillAsync, () => node.ProcessId, () => HealthOf(node.Output)));
    }

    private async Task AddAsync(SoakProcess process)
    {
        await process.StartAsync();
        Processes.Add(process);
    }

    /// <summary>It prints its address at each start; null before.</summary>
    private static Uri? HealthOf(string output)
    {
        const string Ready = "ready http";
        var at = output.LastIndexOf(Ready, StringComparison.Ordinal);
        return at >= 0 && Uri.TryCreate(output[(at + "ready ".Length)..].Split('\n')[0].Trim(), UriKind.Absolute, out var address) ? address : null;
    }

    private async Task KnowsAllAsync()
    {
        using var api = await ApiClient.SignInAsync(Gateway, DemoPerson.Administrator);
        using var deadline = new CancellationTokenSource(_deadline);
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        while ((await api.GetAsync<ClusterDto>("/api/cluster")).Nodes.Length < Silos + Regions.Length)
        {
            await pause.WaitForNextTickAsync(deadline.Token);
        }
    }
}
