using System.Collections.Concurrent;
using ConsultCluster.Cluster.Hosting;
using ConsultCluster.Cluster.Hosting.Clocks;
using ConsultCluster.Cluster.Tests.Groups;
using ConsultCluster.Ports.Accounts;
using ConsultCluster.Ports.Clusters;
using ConsultCluster.Ports.Groups;
using ConsultCluster.Ports.Relays;
using ConsultCluster.Ports.Stores;
using ConsultCluster.Storage.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Orleans.TestingHost;

namespace ConsultCluster.Cluster.Tests.Specs;

/// <summary>
/// Three silos and a gateway in this process, asked through the gateway. They share one database in a folder of their own, as the silos of a cluster share theirs.
/// </summary>
internal sealed class ClusterFixture : GroupFixture
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("consult-orleans-");
    private readonly SqliteDatabase _database;
    private InProcessTestCluster _cluster = null!;
    private int _clocks;

    private ClusterFixture()
    {
        _database = new SqliteDatabase(new SqliteOptions { Path = Path.Combine(_folder.FullName, "consult.db") });
        Store = new SqliteGroupStore(_database);
        Audit = new SqliteAuditStore(_database);
    }

    public InProcessTestCluster Cluster => _cluster;

    /// <summary>What each silo's own desk was ordered, in sequence.</summary>
    public ConcurrentQueue<DrainOrder> Orders { get; } = new();

    public override IConsultationGroups Groups => _cluster.Client.ServiceProvider.GetRequiredService<IConsultationGroups>();

    public override IGroupStore Store { get; }

    public override IAuditStore Audit { get; }

    public static async Task<ClusterFixture> StartAsync()
    {
        var fixture = new ClusterFixture();
        await fixture._database.MigrateAsync();
        await fixture.DeployAsync();
        return fixture;
    }

    /// <summary>The groups as that silo reaches them.</summary>
    public static IConsultationGroups GroupsOf(InProcessSiloHandle silo) => silo.ServiceProvider.GetRequiredService<IConsultationGroups>();

    public override async ValueTask DisposeAsync()
    {
        await KillAsync();
        _database.Dispose();
        _folder.Delete(recursive: true);
    }

    private async Task KillAsync()
    {
        await Task.WhenAll(_cluster.GetActiveSilos().Select(_cluster.KillSiloAsync));
        await _cluster.DisposeAsync();
    }

    private async Task DeployAsync()
    {
        var options = new ClusterSettings { ConnectionString = "none", Name = "test", GroupClock = Clock, RenewEvery = TimeSpan.FromSeconds(5) };
        var builder = new InProcessTestClusterBuilder(3);
        builder.Options.ConfigureFileLogging = false;
        builder.ConfigureSilo((_, silo) =>
        {
            silo.Services.AddSingleton(Store);
            silo.Services.AddSingleton<IRelays>(Relays);
            silo.Services.AddSingleton<IAccounts>(Accounts);
            silo.Services.AddKeyedSingleton<IClusterAdmin>(
                IClusterAdmin.OfThisProcess, (services, _) => new SiloAdmin(Relays, services.GetRequiredService<IGroupOverview>(), Orders));
            silo.UseInMemoryReminderService();
            ClusterSilo.AddGroups(silo, options);
            silo.Services.AddSingleton<IClockCheck>(new MadeUpClock(TimeSpan.FromMilliseconds(10 * Interlocked.Increment(ref _clocks))));
            SiloClocks.Add(silo);
        });
        builder.ConfigureClient(client =>
        {
            client.Services.AddSingleton(Store);
            ClusterGateway.AddGroups(client, options);
        });
        _cluster = builder.Build();
        await _cluster.DeployAsync();
    }

    /// <summary>Of the first silo 10 ms ahead, of the second 20 ms.</summary>
    private sealed record MadeUpClock(TimeSpan Offset) : IClockCheck
    {
        public TimeSpan? Ahead => Offset;

        public bool IsOff => false;
    }
}
