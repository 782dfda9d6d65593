using ConsultCluster.Cluster.State;
using ConsultCluster.Domain;
using ConsultCluster.Domain.Audit;
using ConsultCluster.Domain.Relays;
using ConsultCluster.Ports.Clusters;
using ConsultCluster.Ports.Groups;
using ConsultCluster.Storage.Sqlite;
using ConsultCluster.Testing.Groups;
using ConsultCluster.Testing.Relays;
using Microsoft.Extensions.DependencyInjection;

namespace ConsultCluster.Cluster.Tests.State;

/// <summary>A drained node stays drained until somebody takes the order back, whatever restarts meanwhile.</summary>
public sealed class DrainKeepingTests : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("consult-drains-");
    private readonly FakeGrainStorage _state = new();
    private readonly FakeRelay _relay = new("relay-a");
    private readonly FakeRelays _relays;
    private readonly Desk _desk;
    private readonly SqliteDatabase _database;
    private SiloHost _silo = null!;

    public DrainKeepingTests()
    {
        _relays = new FakeRelays(_relay, new FakeRelay("relay-b"));
        _desk = new Desk(_relays, _relay);
        _database = new SqliteDatabase(new SqliteOptions { Path = Path.Combine(_folder.FullName, "consult.db") });
    }

    private IClusterAdmin Admin => _silo.Services.GetRequiredService<IClusterAdmin>();

    public async Task InitializeAsync()
    {
        await _database.MigrateAsync();
        await StartAsync();
    }

    public async Task DisposeAsync()
    {
        await _silo.DisposeAsync();
        _database.Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Restart_NodeThatWasDrainedServesAgain_IsDrainedAgainWithoutForce()
    {
        Assert.Null(await Admin.OrderAsync(new DrainOrder(Desk.Node, Drains: true, Force: true, new PersonId("p_admin"), "192.0.2.9")));
        await _state.UntilAsync(state => state.Text.Contains(Desk.Node, StringComparison.Ordinal));

        await RestartAsync();

        var again = await _desk.NextAsync();
        Assert.Equal(new DrainOrder(Desk.Node, Drains: true, Force: false, new PersonId(AuditEntry.System), AuditEntry.System), again);
        Assert.Equal(RelayState.Draining, _relays.Entries[0].State);
    }

    [Fact]
    public async Task Resume_NodeThatWasDrained_IsForgotten()
    {
        Assert.Null(await Admin.OrderAsync(new DrainOrder(Desk.Node, Drains: true, Force: false, new PersonId("p_admin"), "192.0.2.9")));
        await _state.UntilAsync(state => state.Text.Contains(Desk.Node, StringComparison.Ordinal));

        Assert.Null(await Admin.OrderAsync(new DrainOrder(Desk.Node, Drains: false, Force: false, new PersonId("p_admin"), "192.0.2.9")));

        await _state.UntilAsync(state => !state.Text.Contains(Desk.Node, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Order_StorageHangs_IsCarriedOut()
    {
        _state.Answers = new TaskCompletionSource().Task;

        Assert.Null(await Admin.OrderAsync(new DrainOrder(Desk.Node, Drains: true, Force: false, new PersonId("p_admin"), "192.0.2.9")));

        Assert.Equal(RelayState.Draining, _relays.Entries[0].State);
    }

    private async Task StartAsync() => _silo = await SiloHost.StartAsync(new SqliteGroupStore(_database), _relays, more: services =>
    {
        GrainStates.Use(services, _ => _state, mostAtOnce: 2);
        services.AddKeyedSingleton<IClusterAdmin>(IClusterAdmin.OfThisProcess, _desk);
    });

    /// <summary>The process and its node restart, and the node serves.</summary>
    private async Task RestartAsync()
    {
        await _silo.DisposeAsync();
        _relays.SetState(_relay, RelayState.Active);
        _desk.Forget();
        await StartAsync();
    }

    /// <summary>Carries out orders on one relay.</summary>
    private sealed class Desk(FakeRelays relays, FakeRelay relay) : IClusterAdmin
    {
        private TaskCompletionSource<DrainOrder> _next = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public static string Node => "node-of-relay-a";

        public void Forget() => _next = new TaskCompletionSource<DrainOrder>(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<DrainOrder> NextAsync() => _next.Task.WaitAsync(TimeSpan.FromSeconds(60));

        public Task<ClusterFigures> LookAsync(int mostGroups) =>
            Task.FromResult(new ClusterFigures([.. relays.Entries.Select(RelayFigures.Of)], [], new GroupOverview(0, []), []));

        public Task<Refusal?> OrderAsync(DrainOrder order)
        {
            relays.SetState(relay, order.Drains ? RelayState.Draining : RelayState.Active);
            _next.TrySetResult(order);
            return Task.FromResult<Refusal?>(null);
        }
    }
}
