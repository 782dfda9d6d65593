using System.Security.Cryptography;
using ConsultCluster.Domain;
using ConsultCluster.Domain.Nodes;
using ConsultCluster.Domain.Relays;
using ConsultCluster.Ports.Clusters;
using ConsultCluster.Ports.Stores;
using ConsultCluster.Relay.Remote.Agent;
using ConsultCluster.Relay.Remote.Control;
using ConsultCluster.Relay.Remote.Hosting;
using ConsultCluster.Relay.Remote.Messages;
using ConsultCluster.Relay.Remote.Tests.Harness;
using ConsultCluster.RelayNode;
using ConsultCluster.Server.Hosting;
using ConsultCluster.Storage.Keys;
using ConsultCluster.Testing.Time;
using Microsoft.Extensions.DependencyInjection;
using RelayDirectory = ConsultCluster.Relay.RelayDirectory;

namespace ConsultCluster.Server.Tests.Nodes;

/// <summary>Several processes that have groups: each gives orders to the relays of all.</summary>
public sealed class MeshTests : IAsyncLifetime
{
    private readonly string _data = Directory.CreateTempSubdirectory("consult-").FullName;
    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);
    private readonly BookInMemory _book = new();
    private readonly FakeSilos _silosOfA = new();
    private readonly FakeSilos _silosOfB = new();
    private StartedServer _a = null!;
    private StartedServer _b = null!;

    public async Task InitializeAsync()
    {
        _a = await StartAsync("a", _silosOfA);
        _b = await StartAsync("b", _silosOfB);
    }

    public async Task DisposeAsync()
    {
        await _a.DisposeAsync();
        await _b.DisposeAsync();
        Directory.Delete(_data, recursive: true);
    }

    [Fact]
    public async Task Silos_LearnOfEachOther_ListEachOthersRelaysAndTheirOwn()
    {
        Acquaint();

        await HasAsync(_a, "a-1", "b-1");
        await HasAsync(_b, "a-1", "b-1");
    }

    [Fact]
    public async Task Silo_NoLongerAlive_IsJoinedNoMore()
    {
        Acquaint();
        await HasAsync(_b, "a-1", "b-1");

        _silosOfA.Set(Self("a", _a));

        await HasAsync(_b, "b-1");
    }

    [Fact]
    public async Task RelayNode_ThatJoinsOne_JoinsAllOfThem()
    {
        Acquaint();
        await using var node = await RelayNodeHost.StartAsync(NodeOptions()).InTimeAsync();

        await HasAsync(_a, "a-1", "b-1", "edge-1");
        await HasAsync(_b, "a-1", "b-1", "edge-1");
    }

    [Fact]
    public async Task RelayNode_WhoseFirstSiloGoes_StaysWithTheOther()
    {
        Acquaint();
        await using var node = await RelayNodeHost.StartAsync(NodeOptions()).InTimeAsync();
        await HasAsync(_b, "a-1", "b-1", "edge-1");

        await _a.DisposeAsync();
        _silosOfB.Set(Self("b", _b));

        await HasAsync(_b, "b-1", "edge-1");
        Assert.True(node.IsJoined);
    }

    [Fact]
    public async Task RelayNode_WhileOneSiloIsAlone_LearnsOfTheOtherLater()
    {
        _silosOfA.Set(Self("a", _a));
        await using var node = await RelayNodeHost.StartAsync(NodeOptions()).InTimeAsync();

        Acquaint();

        await HasAsync(_b, "a-1", "b-1", "edge-1");
    }

    [Fact]
    public async Task Drain_OrderedByAnother_ShowsAtBoth()
    {
        Acquaint();
        await HasAsync(_a, "a-1", "b-1");

        Assert.True(_a.Services.GetRequiredService<NodeRegistry>().TryDrain("b", isOn: true));

        await Eventually.HoldsAsync(() => State(_a, "b-1") == RelayState.Draining && State(_b, "b-1") == RelayState.Draining, "b drains, and knows it");
    }

    [Fact]
    [Trait("attack", "14")]
    public async Task Revoke_AtOneServer_EndsTheLinksOfAllAndNobodyLetsItInAgain()
    {
        Acquaint();
        await using var node = await RelayNodeHost.StartAsync(NodeOptions()).InTimeAsync();
        await HasAsync(_a, "a-1", "b-1", "edge-1");
        await HasAsync(_b, "a-1", "b-1", "edge-1");
        var register = _a.Services.GetRequiredService<NodeRegister>();
        var edge = Assert.Single(register.Book.Nodes);

        await register.ChangeAsync(book => Enrolment.Revoke(book, edge.KeyId, new PersonId("p-1"), "192.0.2.7", DateTimeOffset.UnixEpoch));

        await HasAsync(_a, "a-1", "b-1");
        await HasAsync(_b, "a-1", "b-1");
        await Eventually.HoldsAsync(() => !node.IsJoined, "nobody directs it");
        var refused = await Assert.ThrowsAsync<StartupException>(() => RelayNodeHost.StartAsync(NodeOptions()).InTimeAsync());
        Assert.Contains(NodeRefusals.Revoked, refused.Message, StringComparison.Ordinal);
    }

    private static LiveSilo Self(string name, StartedServer server) => new(name, string.Empty, server.Address, IsSelf: true);

    private static RelayState? State(StartedServer server, string relay) =>
        server.Services.GetRequiredService<RelayDirectory>().Entries.SingleOrDefault(entry => entry.Relay.Id == new RelayId(relay))?.State;

    private static Task HasAsync(StartedServer server, params string[] relays) => Eventually.HoldsAsync(
        () => server.Services.GetRequiredService<RelayDirectory>().All.Select(relay => relay.Id.Value).Order(StringComparer.Ordinal).SequenceEqual(relays),
        $"the relays are {string.Join(", ", relays)}");

    private void Acquaint()
    {
        _silosOfA.Set(Self("a", _a), Self("b", _b) with { IsSelf = false });
        _silosOfB.Set(Self("b", _b), Self("a", _a) with { IsSelf = false });
    }

    private RelayNodeOptions NodeOptions() => new()
    {
        NodeKey = NodeCluster.Key,
        Identity = Path.Combine(_data, "edge"),
        Node = "edge",
        RelayPort = 0,
        Relays = 1,
        Drain = TimeSpan.Zero,
        Join = { _a.Address },
    };

    private Task<StartedServer> StartAsync(string name, FakeSilos silos)
    {
        // As in every cluster, both have the same data.key; and the same relay nodes, which in a cluster are in its database.
        SecretFile.MakeFolder(Path.Combine(_data, name));
        SecretFile.WriteOnce(Path.Combine(_data, name, "data.key"), _key);
        var options = new ServerOptions
        {
            HttpPort = 0,
            RelayPort = 0,
            Relays = 1,
            Node = name,
            NodeKey = NodeCluster.Key,
            Drain = TimeSpan.Zero,
            Data = Path.Combine(_data, name),
        };
        return ServerHost.StartAsync(options, services =>
        {
            services.AddSingleton<ISilos>(silos);
            services.AddSingleton<INodeStore>(_book);
            services.AddSingleton<NodeAgent>();
            services.AddHostedService(s => s.GetRequiredService<NodeAgent>());
        });
    }
}
