using ConsultCluster.Cluster.Tests.Killed;
using ConsultCluster.Contracts.Http;
using ConsultCluster.Domain;
using ConsultCluster.EndToEnd.Harness;
using ConsultCluster.Storage.Keys;
using ConsultCluster.Testing.Network;
using ConsultCluster.Testing.Postgres;
using Npgsql;

namespace ConsultCluster.Cluster.Tests.Browsers;

/// <summary>
/// The product as a hospital runs it: PostgreSQL, three servers that are silos, each in a region of its own, and a gateway that people and devices come to.
/// </summary>
internal sealed class ServedCluster : IAsyncDisposable
{
    private static readonly string[] Regions = ["east", "middle", "west"];
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(1);

    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("consult-silos-");
    private readonly List<ServedSilo> _silos = [];
    private readonly PostgresServer _postgres;
    private readonly string _connection;
    private ServerProcess? _gateway;
    private ClusterGateway? _homes;

    private ServedCluster(PostgresServer postgres, string connection) => (_postgres, _connection) = (postgres, connection);

    /// <summary>Where people and devices come in. It has neither groups nor relays.</summary>
    public ServerProcess Gateway => _gateway ?? throw new InvalidOperationException("Not started.");

    /// <summary>All that were made, killed ones included.</summary>
    public IReadOnlyList<ServedSilo> Silos => _silos;

    /// <summary>Starts everything; returns when everybody knows the relays of all.</summary>
    public static async Task<ServedCluster> StartAsync()
    {
        var postgres = await PostgresServer.StartAsync();
        var cluster = new ServedCluster(postgres, postgres.ConnectionString(await postgres.CreateDatabaseAsync()));
        try
        {
            // One after the other: together they would need longer on a small machine.
            foreach (var region in Regions)
            {
                await cluster.NewSilo(region).Server.StartAsync();
            }

            cluster._gateway = cluster.NewServer(relays: 0, "--role", "gateway", "--node", "gateway");
            await cluster.Gateway.StartAsync();
            cluster._homes = await ClusterGateway.StartAsync(cluster._connection, cluster.Secret());
            foreach (var server in cluster._silos.Select(silo => silo.Server).Append(cluster.Gateway))
            {
                await cluster.KnowsAllAsync(server);
            }

            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>One more silo, not started yet.</summary>
    public ServedSilo NewSilo(string region)
    {
        var name = $"silo-{_silos.Count + 1}";
        var siloPort = FreePorts.Tcp();
        var server = NewServer(
            relays: 1, "--node", name, "--region", region, "--silo-port", $"{siloPort}", "--gateway-port", $"{FreePorts.Tcp()}");
        var silo = new ServedSilo(name, region, siloPort, server);
        _silos.Add(silo);
        return silo;
    }

    /// <summary>The silo that has the group's grain.</summary>
    public async Task<ServedSilo> HomeOfAsync(string groupId)
    {
        var port = await _homes!.SiloPortOfAsync(new GroupId(groupId));
        return _silos.Single(silo => silo.SiloPort == port);
    }

    public async ValueTask DisposeAsync()
    {
        if (_homes is not null)
        {
            await _homes.DisposeAsync();
        }

        foreach (var server in _silos.Select(silo => silo.Server).Append(_gateway).OfType<ServerProcess>())
        {
            await server.DisposeAsync();
        }

        NpgsqlConnection.ClearAllPools();
        await _postgres.DisposeAsync();
        _data.Delete(recursive: true);
    }

    /// <summary>By which the servers know each other: of the key in their data folder.</summary>
    private byte[] Secret()
    {
        using var key = DataKey.OpenOrCreate(Path.Combine(_data.FullName, "data.key"));
        return key.Derive("consultcluster silos");
    }

    private ServerProcess NewServer(int relays, params string[] flags) =>
        ServerProcess.NewMember(_connection, _data.FullName, relays, ["--cluster", "consultcluster", .. flags]);

    /// <summary>Until then the groups in it would place their terminals among fewer relays. A gateway shows what the silos know.</summary>
    private async Task KnowsAllAsync(ServerProcess server)
    {
        using var api = await ApiClient.SignInAsync(server, DemoPerson.Administrator);
        using var deadline = new CancellationTokenSource(Deadline);
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while ((await api.GetAsync<ClusterDto>("/api/cluster")).Nodes.Length < _silos.Count)
        {
            await pause.WaitForNextTickAsync(deadline.Token);
        }
    }
}
