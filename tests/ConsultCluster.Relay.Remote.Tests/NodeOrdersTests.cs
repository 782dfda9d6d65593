using System.Collections.Immutable;
using ConsultCluster.Domain;
using ConsultCluster.Domain.Groups;
using ConsultCluster.Ports.Relays;
using ConsultCluster.Relay.Remote.Control;
using ConsultCluster.Relay.Remote.Messages;
using ConsultCluster.Relay.Remote.Messages.Orders;
using ConsultCluster.Relay.Remote.Tests.Harness;
using ConsultCluster.Testing.Time;
using Microsoft.Extensions.Logging.Abstractions;

namespace ConsultCluster.Relay.Remote.Tests;

/// <summary>Orders at the control process's end, on a fake clock.</summary>
public sealed class NodeOrdersTests : IAsyncLifetime
{
    private static readonly RelayId Relay = new("edge-1");
    private static readonly GroupId Group = new("g-1");

    private readonly FakeTimeProvider _clock = new();
    private readonly NodeMetrics _metrics = new();
    private LinkPair _links = null!;
    private NodeOrders _orders = null!;

    public async Task InitializeAsync()
    {
        _links = await LinkPair.CreateAsync(_clock);
        _orders = new NodeOrders(_links.Control, _clock, _metrics);
    }

    public async Task DisposeAsync()
    {
        await _links.DisposeAsync();
        _metrics.Dispose();
    }

    [Fact]
    public async Task AskAsync_ManyAtOnce_LeaveInTheSequenceOfTheCallsAndAreAnsweredInAny()
    {
        var outcomes = Enumerable.Range(1, 200).Select(epoch => _orders.SendAsync(Relay, new CloseGroup("g-1", epoch))).ToArray();
        for (var i = 1; i <= outcomes.Length; i++)
        {
            var message = await OrderAsync();
            Assert.Equal((i, "edge-1", (long)i), (message.Id, message.RelayId, Assert.IsType<CloseGroup>(message.Order).Epoch));
        }

        for (var i = outcomes.Length; i > 0; i--)
        {
            Assert.True(_orders.TryAnswer(new AnswerMessage(i, Error: i % 2 == 0 ? new("relay.stale_epoch", "Too old.") : null)));
        }

        var refusals = (await Task.WhenAll(outcomes).InTimeAsync()).Select(o => o.Refusal?.Code);
        Assert.Equal(Enumerable.Range(1, 200).Select(i => i % 2 == 0 ? "relay.stale_epoch" : null), refusals);
    }

    [Fact]
    public async Task AskAsync_NoAnswer_IsGivenUpAfterItsLifeAndALateAnswerDoesNoHarm()
    {
        var outcome = _orders.SendAsync(Relay, new CloseGroup("g-1", 1));
        _clock.Advance(NodeTimings.OrderLifetime - TimeSpan.FromMilliseconds(1));
        Assert.False(outcome.IsCompleted);

        _clock.Advance(TimeSpan.FromMilliseconds(1));

        Assert.Equal(RefusalCodes.RelayUnavailable, (await outcome.InTimeAsync()).Refusal?.Code);
        Assert.True(_orders.TryAnswer(new AnswerMessage(1)));
        Assert.False(_orders.TryAnswer(new AnswerMessage(2)));
        Assert.False(_orders.TryAnswer(new AnswerMessage(0)));
    }

    [Fact]
    public async Task AskAsync_LinkEnded_IsRefused()
    {
        var outcome = _orders.SendAsync(Relay, new CloseGroup("g-1", 1));

        _orders.Close();

        Assert.Equal(RefusalCodes.RelayUnavailable, (await outcome.InTimeAsync()).Refusal?.Code);
        Assert.Equal(RefusalCodes.RelayUnavailable, (await _orders.SendAsync(Relay, new CloseGroup("g-1", 1))).Refusal?.Code);
    }

    [Fact]
    public async Task Attach_OrdersThatDidNotGetThrough_AreGivenAgainForWhatIsStillHeld()
    {
        var relay = new RemoteRelay(Relay, NullLogger.Instance);
        foreach (var terminal in new[] { "t-1", "t-2", "t-4" })
        {
            Assert.Equal(RefusalCodes.RelayUnavailable, (await relay.CloseSessionAsync(Group, 5, new TerminalId(terminal))).Refusal?.Code);
        }

        Assert.False((await relay.SetMutedAsync(Group, 5, new TerminalId("t-3"), new HashSet<MediaSource> { MediaSource.Camera })).Succeeded);
        Assert.False((await relay.OpenSessionAsync(new SessionOrder(
            Group, 5, new TerminalId("t-2"), Permissions.Publish, [], new MediaOffer("v=0", ImmutableDictionary<string, MediaSource>.Empty)))).Succeeded);

        relay.Attach(_orders, Announced("t-1", "t-2", "t-3"), null, null);
        _ = relay.ListSessionsAsync(group: null);

        var given = new[] { await OrderAsync(), await OrderAsync() }.Select(m => m.Order).ToArray();
        Assert.Contains(new CloseSession("g-1", 5, "t-1"), given);
        Assert.Equal("t-3", Assert.Single(given.OfType<SetMuted>()).TerminalId);
        Assert.IsType<ListSessions>((await OrderAsync()).Order);
    }

    private static AnnouncedEntry Announced(params string[] terminals) => new(
        [],
        new RelayStatus("edge-1", terminals.Length, 0, 0, 0, 0, [], new ProbeTicketDto("probe", "password")),
        terminals.ToDictionary(t => (Group, new TerminalId(t)), _ => SessionMirror.New));

    private async Task<OrderMessage> OrderAsync() => Assert.IsType<OrderMessage>((await _links.Node.ReadAsync().InTimeAsync()).Message);
}
