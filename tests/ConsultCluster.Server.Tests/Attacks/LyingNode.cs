using ConsultCluster.Cluster.Placement;
using ConsultCluster.Domain;
using ConsultCluster.Domain.Groups;
using ConsultCluster.Domain.Media;
using ConsultCluster.Relay.Remote.Messages;
using ConsultCluster.Relay.Remote.Messages.Orders;
using ConsultCluster.Server.Tests.Nodes;
using ConsultCluster.Testing.Time;
using Xunit.Abstractions;

namespace ConsultCluster.Server.Tests.Attacks;

/// <summary>A node that is enrolled and says what is not true.</summary>
[Trait("attack", "14")]
public sealed class LyingNode(ITestOutputHelper output)
{
    private const string AnotherFingerprint =
        "00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF:00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF";

    private const int Groups = 200;

    [Theory]
    [InlineData(10_000_000)]
    [InlineData(1e300)]
    public async Task Announce_CapacityOfTenMillion_GetsItsShareOfTheSessionsAndNoMore(double capacity)
    {
        await using var cluster = await NodeCluster.StartAsync(hasGroups: false);
        await using var node = await RawNode.WelcomedAsync(cluster.Address);
        node.Announce("raw", "instance-1", capacity);
        await node.ReadAsync<Joined>();
        var relay = cluster.Relay("raw-1");
        var placement = new RelayPlacement(cluster.Relays, TimeProvider.System);
        var (here, there) = (0, 0);
        for (var i = 0; i < Groups; i++)
        {
            var media = new TerminalMedia(new TerminalId("t-1"), TerminalKind.Browser, Permissions.Publish | Permissions.Subscribe, []);
            var plan = new MediaPlan(new GroupId($"g-{i}"), 1, [media]);
            var place = placement.Place(plan, media, new MediaOffer("v=0", [])).Value!;
            (here, there) = place.Relay == relay.Id ? (here, there + 1) : (here + 1, there);
        }

        output.WriteLine($"{there} of {Groups} sessions went to the liar, {here} to the honest relay; believed capacity {relay.Load.Capacity}");
        Assert.InRange(relay.Load.Capacity, 0, 500_000);
        Assert.InRange(there, 0, Groups * 3 / 4);
    }

    /// <summary>However often it says that it is empty: what it was given counts.</summary>
    [Fact]
    public async Task Status_AlwaysEmpty_ShareFollowsTheSessionsThatAreKnown()
    {
        await using var cluster = await NodeCluster.StartAsync(hasGroups: false);
        await using var node = await RawNode.WelcomedAsync(cluster.Address);
        node.Announce("raw", "instance-1", 10_000_000, [.. Enumerable.Range(0, 400).Select(i => new HeldSessionDto("raw-1", "g-1", $"t-{i}", 1, false, false, []))]);
        await node.ReadAsync<Joined>();
        var relay = cluster.Relay("raw-1");

        node.Send(new StatusReport([new RelayStatus("raw-1", 0, 0, 0, 0, 10_000_000, [], new ProbeTicketDto("probe", "password"))]));

        await Eventually.HoldsAsync(() => relay.Load is { Sessions: 400, Share: >= 0.01 }, "what it was given counts");
    }

    [Fact]
    public async Task Answer_CertificateThatItsKeyDidNotSign_ReachesNoTerminalAndEndsTheLink()
    {
        await using var cluster = await NodeCluster.StartAsync(hasGroups: false);
        await using var node = await RawNode.JoinedAsync(cluster.Address, "raw");

        var opening = cluster.Relay("raw-1").OpenSessionAsync(NodeTerminals.Order("t-1", "v=0", []));
        node.Send(new AnswerMessage((await node.ReadAsync<OrderMessage>()).Id, new SessionAnswer($"v=0\r\na=fingerprint:sha-256 {AnotherFingerprint}\r\n")));

        Assert.Equal(RefusalCodes.RelayUnavailable, (await opening.InTimeAsync()).Refusal?.Code);
        Assert.Equal(NodeRefusals.WrongFingerprint, await node.RefusalAsync());
    }

    [Theory]
    [InlineData("")]
    [InlineData("a=fingerprint:sha-1 00:11\r\n")]
    [InlineData("a=fingerprint:sha-256 nonsense\r\n")]
    public async Task Answer_WithoutItsCertificate_ReachesNoTerminal(string line)
    {
        await using var cluster = await NodeCluster.StartAsync(hasGroups: false);
        await using var node = await RawNode.JoinedAsync(cluster.Address, "raw");

        var opening = cluster.Relay("raw-1").OpenSessionAsync(NodeTerminals.Order("t-1", "v=0", []));
        node.Send(new AnswerMessage((await node.ReadAsync<OrderMessage>()).Id, new SessionAnswer("v=0\r\n" + line)));

        Assert.Equal(RefusalCodes.RelayUnavailable, (await opening.InTimeAsync()).Refusal?.Code);
    }

    [Fact]
    public async Task Announce_RelayThatItsKeyDidNotVouchFor_IsRefused()
    {
        await using var cluster = await NodeCluster.StartAsync();
        await using var node = await RawNode.WelcomedAsync(cluster.Address, "raw");

        node.Announce("other", "instance-1");

        Assert.Equal(NodeRefusals.Malformed, await node.RefusalAsync());
        Assert.Null(cluster.State("other-1"));
    }
}
