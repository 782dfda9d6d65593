using ConsultCluster.Cluster.Hosting;
using ConsultCluster.Domain;
using ConsultCluster.Ports.Accounts;
using ConsultCluster.Ports.Groups;
using ConsultCluster.Ports.Relays;
using ConsultCluster.Ports.Stores;
using ConsultCluster.Storage.Postgres;
using ConsultCluster.Storage.Sqlite;
using ConsultCluster.Testing.Groups;
using ConsultCluster.Testing.Network;
using ConsultCluster.Testing.Postgres;
using ConsultCluster.Testing.Relays;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;

namespace ConsultCluster.Benchmarks.Turns;

/// <summary>One silo on a database on disk, with grain state kept and relays that answer at once.</summary>
internal sealed class TurnStage : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("consult-turns-");
    private readonly FakeRelays _relays = new(new FakeRelay("relay-a"), new FakeRelay("relay-b"));
    private PostgresServer? _server;
    private IDisposable? _database;
    private IHost _host = null!;

    private TurnStage()
    {
    }

    public IServiceProvider Services => _host.Services;

    private IConsultationGroups Groups => Services.GetRequiredService<IConsultationGroups>();

    public static async Task<TurnStage> StartAsync(bool onPostgres)
    {
        var stage = new TurnStage();
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddSingleton<IRelays>(stage._relays);
        if (onPostgres)
        {
            await stage.UsePostgresAsync(builder);
        }
        else
        {
            await stage.UseSqliteAsync(builder);
        }

        stage._host = builder.Build();
        await stage._host.StartAsync();
        return stage;
    }

    /// <summary>A group with one terminal whose media and standby session are on relays.</summary>
    public async Task<(IConsultationGroup Group, TerminalId Terminal)> GroupAsync(int number)
    {
        var id = $"group{number}";
        var group = Groups.Get(new GroupId(id));
        await group.RequestAsync(Scene.Request(id, id), Scene.Applicant).Value();
        var (_, terminal) = await group.SitAsync($"person{number}");
        await group.OfferAsync(terminal, Scene.Offer).Value();
        await group.OfferStandbyAsync(terminal, Scene.Offer).Value();
        return (group, terminal);
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
        _database?.Dispose();
        NpgsqlConnection.ClearAllPools();
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }

        _folder.Delete(recursive: true);
    }

    private async Task UseSqliteAsync(HostApplicationBuilder builder)
    {
        var database = new SqliteDatabase(new SqliteOptions { Path = Path.Combine(_folder.FullName, "consult.db") });
        _database = database;
        await database.MigrateAsync();
        builder.Services.AddSingleton<IGroupStore>(new SqliteGroupStore(database));
        builder.Services.AddSingleton<IAccounts, FakeAccounts>();
        builder.AddLoneSilo(new ClusterSettings { Name = "turns", StateFile = Path.Combine(_folder.FullName, "grains.db") });
    }

    private async Task UsePostgresAsync(HostApplicationBuilder builder)
    {
        _server = await PostgresServer.StartAsync();
        var connection = _server.ConnectionString(await _server.CreateDatabaseAsync());
        var database = new PostgresDatabase(new PostgresOptions { ConnectionString = connection });
        _database = database;
        await database.MigrateAsync();
        await using (var source = NpgsqlDataSource.Create(connection))
        {
            await ClusterSchema.ApplyAsync(source);
        }

        builder.Services.AddSingleton(database);
        builder.Services.AddSingleton<IGroupStore, PostgresGroupStore>();
        builder.Services.AddSingleton<IAccounts, FakeAccounts>();
        builder.AddClusterSilo(new ClusterSettings
        {
            Name = "turns",
            ConnectionString = connection,
            Secret = "the secret of a benchmark"u8.ToArray(),
            SiloPort = FreePorts.Tcp(),
            GatewayPort = FreePorts.Tcp(),
        });
    }
}
