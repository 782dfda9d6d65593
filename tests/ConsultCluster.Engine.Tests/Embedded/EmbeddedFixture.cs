using ConsultCluster.Engine.Activations;
using ConsultCluster.Engine.Embedded;
using ConsultCluster.Engine.Groups;
using ConsultCluster.Engine.Specs.Groups;
using ConsultCluster.Engine.Stores;
using ConsultCluster.Storage.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace ConsultCluster.Engine.Tests.Embedded;

/// <summary>The embedded engine on SQLite in a folder of its own.</summary>
internal sealed class EmbeddedFixture : EngineFixture
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("consult-engine-");
    private readonly SqliteDatabase _database;
    private readonly EngineOptions _options;
    private EmbeddedGroups _engine;

    private EmbeddedFixture(EngineOptions options)
    {
        _options = options;
        _database = new SqliteDatabase(new SqliteOptions { Path = Path.Combine(_folder.FullName, "consult.db") });
        Faults = new FaultyGroupStore(new SqliteGroupStore(_database));
        Audit = new SqliteAuditStore(_database);
        _engine = NewEngine();
    }

    public FaultyGroupStore Faults { get; }

    public EmbeddedGroups Engine => _engine;

    public override IConsultationGroups Groups => _engine;

    public override IGroupStore Store => Faults;

    public override IAuditStore Audit { get; }

    public static async Task<EmbeddedFixture> StartAsync(EngineOptions? options = null)
    {
        var fixture = new EmbeddedFixture(options ?? new EngineOptions());
        await fixture._database.MigrateAsync();
        await fixture._engine.StartAsync();
        return fixture;
    }

    public override async Task RestartAsync()
    {
        await _engine.DisposeAsync();
        RelayA.Restart();
        RelayB.Restart();
        await StartAnotherAsync();
    }

    /// <summary>Ends the engine as a killed process does and starts another, while the relays, in processes of their own, live on.</summary>
    public async Task RestartEngineAsync()
    {
        await _engine.DisposeAsync();
        await StartAnotherAsync();
    }

    public override async ValueTask DisposeAsync()
    {
        await _engine.DisposeAsync();
        _database.Dispose();
        _folder.Delete(recursive: true);
    }

    private Task StartAnotherAsync()
    {
        _engine = NewEngine();
        return _engine.StartAsync();
    }

    private EmbeddedGroups NewEngine() =>
        new(Faults, Relays, Clock, _options, NullLoggerFactory.Instance);
}
