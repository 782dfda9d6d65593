using ConsultCluster.Cluster.Hosting;
using ConsultCluster.Domain;
using ConsultCluster.Ports.Clusters;
using ConsultCluster.Ports.Groups;
using ConsultCluster.Storage.Postgres;
using ConsultCluster.Testing.Postgres;
using Npgsql;

namespace ConsultCluster.Cluster.Tests.Killed;

/// <summary>PostgreSQL, silos in processes of their own, and a gateway in this one.</summary>
internal sealed class PostgresCluster : IAsyncDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(180);

    private readonly List<ClusterProcess> _silos = [];
    private ClusterGateway? _gateway;

    private PostgresCluster(PostgresServer server, string connection) => (Server, Connection) = (server, connection);

    public PostgresServer Server { get; }

    public string Connection { get; }

    /// <summary>All that were started, killed ones included.</summary>
    public IReadOnlyList<ClusterProcess> Processes => _silos;

    public IConsultationGroups Groups => Gateway.Groups;

    public ISilos Silos => Gateway.Silos;

    private ClusterGateway Gateway => _gateway ?? throw new InvalidOperationException("Not started.");

    /// <summary>Of so many silos with right clocks.</summary>
    public static Task<PostgresCluster> StartAsync(int silos) => StartAsync(new TimeSpan[silos]);

    /// <summary>One silo for each of these; by so much its clock is ahead of the database's.</summary>
    public static async Task<PostgresCluster> StartAsync(params TimeSpan[] clocks)
    {
        var server = await PostgresServer.StartAsync();
        var connection = server.ConnectionString(await server.CreateDatabaseAsync());
        var cluster = new PostgresCluster(server, connection);
        using (var database = new PostgresDatabase(new PostgresOptions { ConnectionString = connection }))
        {
            await database.MigrateAsync();
        }

        await using (var source = NpgsqlDataSource.Create(connection))
        {
            await ClusterSchema.ApplyAsync(source);
        }

        for (var i = 0; i < clocks.Length; i++)
        {
            await cluster.AddSiloAsync($"silo-{i}", clocks[i]);
        }

        cluster._gateway = await ClusterGateway.StartAsync(connection);
        return cluster;
    }

    /// <param name="clock">By so much its clock is ahead.</param>
    public async Task AddSiloAsync(string name, TimeSpan clock = default) => _silos.Add(await ClusterProcess.StartAsync(Connection, name, clock));

    /// <summary>The process that has the group's grain.</summary>
    public async Task<ClusterProcess> HomeOfAsync(GroupId group)
    {
        var port = await Gateway.SiloPortOfAsync(group);
        return _silos.Single(silo => silo.SiloPort == port);
    }

    /// <summary>Waits until the gateway sees these silos and no others.</summary>
    public async Task SeesAsync(params string[] names)
    {
        var changed = new SemaphoreSlim(0);
        Silos.Changed += OnChanged;
        using var deadline = new CancellationTokenSource(Deadline);
        while (!Silos.Live.Select(silo => silo.Name).Order(StringComparer.Ordinal).SequenceEqual(names.Order(StringComparer.Ordinal)))
        {
            await changed.WaitAsync(deadline.Token);
        }

        Silos.Changed -= OnChanged;

        void OnChanged() => changed.Release();
    }

    /// <summary>Asks the database until the answer is this one.</summary>
    public async Task SaysAsync(string sql, string answer)
    {
        using var deadline = new CancellationTokenSource(Deadline);
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (await AskAsync(sql) != answer)
        {
            await pause.WaitForNextTickAsync(deadline.Token);
        }
    }

    /// <summary>One value of the database, as text.</summary>
    public async Task<string?> AskAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(Connection);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return (await command.ExecuteScalarAsync())?.ToString();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var silo in _silos)
        {
            silo.Dispose();
        }

        if (_gateway is not null)
        {
            await _gateway.DisposeAsync();
        }

        NpgsqlConnection.ClearAllPools();
        await Server.DisposeAsync();
    }
}
