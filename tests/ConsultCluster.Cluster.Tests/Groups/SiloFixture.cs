using ConsultCluster.Cluster.Hosting;
using ConsultCluster.Cluster.State;
using ConsultCluster.Cluster.Tests.State;
using ConsultCluster.Domain;
using ConsultCluster.Ports.Groups;
using ConsultCluster.Ports.Stores;
using ConsultCluster.Storage.Sqlite;
using ConsultCluster.Testing.Groups;
using ConsultCluster.Testing.Relays;

namespace ConsultCluster.Cluster.Tests.Groups;

/// <summary>A silo by itself on SQLite in a folder of its own.</summary>
internal sealed class SiloFixture : GroupFixture
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("consult-silo-");
    private readonly SqliteDatabase _database;
    private readonly GroupOptions _options;

    private readonly TimeSpan? _renewEvery;

    private SiloFixture(GroupOptions options, TimeSpan? renewEvery, FakeGrainStorage? state)
    {
        (_options, _renewEvery, State) = (options, renewEvery, state);
        _database = new SqliteDatabase(new SqliteOptions { Path = Path.Combine(_folder.FullName, "consult.db") });
        Faults = new FaultyGroupStore(new SqliteGroupStore(_database));
        Audit = new SqliteAuditStore(_database);
    }

    public FaultyGroupStore Faults { get; }

    /// <summary>What grains keep; null when they keep nothing.</summary>
    public FakeGrainStorage? State { get; }

    public SiloHost Silo { get; private set; } = null!;

    public override IConsultationGroups Groups => Silo.Groups;

    public override IGroupStore Store => Faults;

    public override IAuditStore Audit { get; }

    public static async Task<SiloFixture> StartAsync(GroupOptions? options = null, TimeSpan? renewEvery = null, FakeGrainStorage? state = null)
    {
        var fixture = new SiloFixture(options ?? new GroupOptions(), renewEvery, state);
        await fixture._database.MigrateAsync();
        await fixture.StartSiloAsync();
        return fixture;
    }

    /// <summary>The relay that this one is not.</summary>
    public FakeRelay Other(FakeRelay relay) => relay == RelayA ? RelayB : RelayA;

    /// <summary>A terminal with media, and the relay that carries it.</summary>
    public async Task<(TerminalId Terminal, FakeRelay Relay)> PlacedAsync(IConsultationGroup group, string person)
    {
        var (_, terminal) = await group.SitAsync(person);
        var answer = await group.OfferAsync(terminal, Scene.Offer).Value();
        return (terminal, answer.Relay == RelayA.Id ? RelayA : RelayB);
    }

    /// <summary>The same, with a standby session on the other relay.</summary>
    public async Task<(TerminalId Terminal, FakeRelay Relay)> StandingByAsync(IConsultationGroup group, string person)
    {
        var placed = await PlacedAsync(group, person);
        await group.OfferStandbyAsync(placed.Terminal, Scene.Offer).Value();
        return placed;
    }

    /// <summary>Groups in memory now.</summary>
    public async Task<int> InMemoryAsync() => (await Silo.Overview.LookAsync(0)).Total;

    /// <summary>Ends the silo and its relays as a killed process does, and starts new ones on the same store.</summary>
    public async Task RestartAsync()
    {
        await Silo.DisposeAsync();
        RelayA.Restart();
        RelayB.Restart();
        await StartSiloAsync();
    }

    /// <summary>Ends the silo as a killed process does and starts another, while the relays, in processes of their own, live on.</summary>
    public async Task RestartSiloAsync()
    {
        await Silo.DisposeAsync();
        await StartSiloAsync();
    }

    public override async ValueTask DisposeAsync()
    {
        await Silo.DisposeAsync();
        _database.Dispose();
        _folder.Delete(recursive: true);
    }

    private async Task StartSiloAsync() => Silo = await SiloHost.StartAsync(Faults, Relays, Clock, _options, _renewEvery, accounts: Accounts, more: services =>
    {
        if (State is not null)
        {
            GrainStates.Use(services, _ => State, mostAtOnce: 2);
        }
    });
}
