using ConsultCluster.Cluster.Hosting;
using ConsultCluster.Cluster.State;
using ConsultCluster.Cluster.Telemetry;
using ConsultCluster.Domain;
using ConsultCluster.Domain.Media;
using ConsultCluster.Testing.Network;
using ConsultCluster.Testing.Postgres;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;
using Orleans.Storage;

namespace ConsultCluster.Cluster.Tests.State;

/// <summary>Orleans' provider on our tables and statements: the same on both databases.</summary>
public abstract class GrainStorageSpecs : IAsyncLifetime
{
    private static readonly GrainId Group = GrainId.Create("group", "g1");
    private static readonly GrainId Admin = GrainId.Create(GrainType.Create("admin"), GrainIdKeyExtensions.CreateIntegerKey(0));

    private IHost _host = null!;

    private BoundedGrainStorage Storage => _host.Services.GetRequiredService<BoundedGrainStorage>();

    public async Task InitializeAsync()
    {
        var settings = await PrepareAsync();
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.UseOrleans(silo =>
        {
            silo.UseLocalhostClustering(FreePorts.Tcp(), FreePorts.Tcp());
            silo.Services.AddSingleton(settings);
            silo.Services.AddMetrics().AddSingleton<StateMetrics>();
            Use(silo, settings);
        });
        _host = builder.Build();
        await _host.StartAsync();
    }

    public async Task DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
        await EndAsync();
    }

    [Fact]
    public async Task Read_NeverWritten_IsEmpty()
    {
        var state = await ReadAsync(Group);

        Assert.Equal((false, null, 0), (state.RecordExists, state.ETag, state.State!.Terminals.Length));
    }

    [Fact]
    public async Task Write_AgainAndAgain_KeepsTheLast()
    {
        var state = new GrainState<PlanMemory>();
        for (var epoch = 1; epoch <= 3; epoch++)
        {
            state.State = new PlanMemory { Epoch = epoch, Asked = [new RelayId("r1")] };
            await WriteAsync(Group, state);
        }

        var read = await ReadAsync(Group);
        Assert.Equal((true, "3", 3), (read.RecordExists, read.ETag, read.State!.Epoch));
        Assert.Equal(new RelayId("r1"), Assert.Single(read.State.Asked));
    }

    [Fact]
    public async Task Write_AnotherHasWritten_IsRefused()
    {
        await WriteAsync(Group, new GrainState<PlanMemory>(new PlanMemory { Epoch = 1 }));
        var (one, other) = (await ReadAsync(Group), await ReadAsync(Group));
        await WriteAsync(Group, one);

        await Assert.ThrowsAsync<InconsistentStateException>(() => WriteAsync(Group, other));
        await Assert.ThrowsAsync<InconsistentStateException>(() => WriteAsync(Group, new GrainState<PlanMemory>(new PlanMemory())));
        await WriteAsync(Group, await ReadAsync(Group));
    }

    [Fact]
    public async Task Clear_RowIsGoneAndCanBeWrittenAnew()
    {
        var state = new GrainState<PlanMemory>(new PlanMemory { Epoch = 1 });
        await WriteAsync(Group, state);
        var stale = await ReadAsync(Group);
        await Storage.ClearStateAsync("s", Group, state);

        Assert.Equal((false, null), (state.RecordExists, state.ETag));
        Assert.False((await ReadAsync(Group)).RecordExists);
        await WriteAsync(Group, stale);
        Assert.True((await ReadAsync(Group)).RecordExists);
    }

    [Fact]
    public async Task Write_OtherGrainsAndStates_AreApart()
    {
        await WriteAsync(Group, new GrainState<PlanMemory>(new PlanMemory { Epoch = 1 }));
        await WriteAsync(Admin, new GrainState<PlanMemory>(new PlanMemory { Epoch = 2 }));
        await Storage.WriteStateAsync("another", Group, new GrainState<PlanMemory>(new PlanMemory { Epoch = 3 }));

        Assert.Equal((1, 2), ((await ReadAsync(Group)).State!.Epoch, (await ReadAsync(Admin)).State!.Epoch));
    }

    /// <summary>Makes the database.</summary>
    private protected abstract Task<ClusterSettings> PrepareAsync();

    private protected abstract void Use(ISiloBuilder silo, ClusterSettings settings);

    private protected abstract Task EndAsync();

    private Task WriteAsync(GrainId grain, GrainState<PlanMemory> state) => Storage.WriteStateAsync("s", grain, state);

    private async Task<GrainState<PlanMemory>> ReadAsync(GrainId grain)
    {
        var state = new GrainState<PlanMemory>();
        await Storage.ReadStateAsync("s", grain, state);
        return state;
    }
}

/// <summary>On SQLite.</summary>
public sealed class SqliteGrainStorageTests : GrainStorageSpecs
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("consult-state-");

    private protected override Task<ClusterSettings> PrepareAsync() =>
        Task.FromResult(new ClusterSettings { Name = "test", StateFile = Path.Combine(_folder.FullName, "grains.db") });

    private protected override void Use(ISiloBuilder silo, ClusterSettings settings) => GrainStates.UseSqlite(silo, settings.StateFile!);

    private protected override Task EndAsync()
    {
        _folder.Delete(recursive: true);
        return Task.CompletedTask;
    }
}

/// <summary>On PostgreSQL.</summary>
public sealed class PostgresGrainStorageTests : GrainStorageSpecs
{
    private PostgresServer _server = null!;

    private protected override async Task<ClusterSettings> PrepareAsync()
    {
        _server = await PostgresServer.StartAsync();
        var connection = _server.ConnectionString(await _server.CreateDatabaseAsync());
        await using var source = NpgsqlDataSource.Create(connection);
        await ClusterSchema.ApplyAsync(source);
        return new ClusterSettings { Name = "test", ConnectionString = connection };
    }

    private protected override void Use(ISiloBuilder silo, ClusterSettings settings) => GrainStates.UsePostgres(silo, settings);

    private protected override async Task EndAsync()
    {
        NpgsqlConnection.ClearAllPools();
        await _server.DisposeAsync();
    }
}
