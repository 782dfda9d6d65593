using ConsultCluster.Domain;
using ConsultCluster.Relay.Remote.Agent;
using ConsultCluster.Relay.Remote.Messages;
using ConsultCluster.Relay.Remote.Messages.Orders;
using ConsultCluster.Relay.Remote.Tests.Harness;
using ConsultCluster.Testing.Relays;
using ConsultCluster.Testing.Time;
using Microsoft.Extensions.Logging.Abstractions;

namespace ConsultCluster.Relay.Remote.Tests;

/// <summary>A node's handling of orders, on a fake clock.</summary>
public sealed class OrderExecutorTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _clock = new();
    private readonly FakeRelay _relay = new("edge-1");
    private readonly NodeMetrics _metrics = new();
    private HeartbeatTimes _heartbeats = null!;
    private OrderExecutor _executor = null!;
    private LinkPair _links = null!;

    public async Task InitializeAsync()
    {
        _heartbeats = new HeartbeatTimes(_clock);
        _executor = new OrderExecutor([_relay], _metrics, NullLogger.Instance);
        _links = await LinkPair.CreateAsync(_clock);
    }

    public async Task DisposeAsync()
    {
        await _links.DisposeAsync();
        _metrics.Dispose();
    }

    [Fact]
    public async Task TryCarryOut_OrderGivenLongAgo_IsRefusedAndNotCarriedOut()
    {
        var seen = _heartbeats.Next();
        _clock.Advance(NodeTimings.OrderLifetime + TimeSpan.FromMilliseconds(1));
        _heartbeats.Next();

        Assert.True(_executor.TryExecute(new OrderMessage(7, seen, "edge-1", new CloseGroup("g-1", 1)), _heartbeats, _links.Node));

        var answer = await AnswerAsync();
        Assert.Equal((7, NodeRefusals.StaleOrder), (answer.Id, answer.Error?.Code));
        Assert.Empty(_relay.Orders);
    }

    [Fact]
    public async Task TryCarryOut_OrderJustInTime_IsCarriedOut()
    {
        var seen = _heartbeats.Next();
        _clock.Advance(NodeTimings.OrderLifetime);

        Assert.True(_executor.TryExecute(new OrderMessage(7, seen, "edge-1", new CloseGroup("g-1", 1)), _heartbeats, _links.Node));

        Assert.Equal(new AnswerMessage(7), await AnswerAsync());
        Assert.Equal<string>(["closeGroup g-1"], _relay.Orders);
    }

    [Theory]
    [InlineData("edge-2", 0)]
    [InlineData("edge-1", 1)]
    public void TryCarryOut_RelayOrBeatThatNeverWas_IsNoOrder(string relay, long seen) =>
        Assert.False(_executor.TryExecute(new OrderMessage(1, seen, relay, new CloseGroup("g-1", 1)), _heartbeats, _links.Node));

    [Fact]
    public async Task TryExecute_InvalidContents_AreRefusedAndReachNoRelay()
    {
        RelayOrder[] orders =
        [
            new CloseGroup("g 1", 1),
            new CloseSession("g-1", 1, string.Empty),
            new SetMuted("g-1", 1, "t-1", ["trumpet"]),
            new OpenSession("g-1", 1, "t-1", ["fly"], [], "v=0", new Dictionary<string, string>(), false),
            new OpenSession("g-1", 1, "t-1", ["publish"], [], "v=0", new Dictionary<string, string> { ["0"] = "nose" }, false),
            new SetLink("peer-1", 1, "AAAA", []),
            new SetLink("peer-1", 1, new string('A', 43), ["nowhere"]),
            new SetLink("peer 1", 1, new string('A', 43), []),
            new RemoveLink(string.Empty, 1),
            new SetCascade("g-1", 1, ["a b"], []),
            new SetCascade("g-1", 1, [], [new RouteDto("a", "b c")]),
        ];
        foreach (var order in orders)
        {
            Assert.True(_executor.TryExecute(new OrderMessage(1, 0, "edge-1", order), _heartbeats, _links.Node));
            Assert.Equal(RefusalCodes.RequestInvalid, (await AnswerAsync()).Error?.Code);
        }

        Assert.Empty(_relay.Orders);
    }

    [Fact]
    public async Task TryExecute_CloseOfAnOlderGeneration_LeavesTheSession()
    {
        RelayOrder[] orders =
        [
            new OpenSession("g-1", 1, "t-1", ["publish"], [], "v=0", new Dictionary<string, string>(), false, Generation: 2),
            new CloseSession("g-1", 1, "t-1", Generation: 1),
        ];
        foreach (var (index, order) in orders.Index())
        {
            Assert.True(_executor.TryExecute(new OrderMessage(index + 1, 0, "edge-1", order), _heartbeats, _links.Node));
            Assert.Null((await AnswerAsync()).Error);
        }

        Assert.Equal(2, _relay.Session(new GroupId("g-1"), new TerminalId("t-1"))?.Generation);
    }

    [Fact]
    public async Task TryExecute_EveryOrder_ReachesTheRelayInSequence()
    {
        RelayOrder[] orders =
        [
            new OpenSession("g-1", 1, "t-1", ["publish", "subscribe"], ["camera"], "v=0", new Dictionary<string, string> { ["0"] = "microphone" }, true),
            new ActivateSession("g-1", 1, "t-1"),
            new SetMuted("g-1", 1, "t-1", ["microphone"]),
            new SetLink("peer-1", 2, new string('A', 43), ["192.0.2.7:7000"]),
            new SetCascade("g-1", 1, ["peer-1"], []),
            new ListSessions(GroupId: null),
            new RemoveLink("peer-1", 2),
            new CloseSession("g-1", 1, "t-1"),
            new CloseGroup("g-1", 1),
        ];
        foreach (var (index, order) in orders.Index())
        {
            Assert.True(_executor.TryExecute(new OrderMessage(index + 1, 0, "edge-1", order), _heartbeats, _links.Node));
            Assert.Null((await AnswerAsync()).Error);
        }

        Assert.Equal<string>(
            ["open g-1 t-1", "activate g-1 t-1", "mute g-1 t-1 Microphone", "link peer-1 2", "cascade g-1 peer-1", "unlink peer-1 2", "close g-1 t-1", "closeGroup g-1"],
            _relay.Orders);
    }

    private async Task<AnswerMessage> AnswerAsync() => Assert.IsType<AnswerMessage>((await _links.Control.ReadAsync().InTimeAsync()).Message);
}
