using System.Net.Http.Json;
using ConsultCluster.Contracts.Http;
using ConsultCluster.Domain.Relays;
using ConsultCluster.Relay.Remote.Hosting;
using ConsultCluster.Relay.Remote.Keys;
using ConsultCluster.Relay.Remote.Messages;
using ConsultCluster.Relay.Remote.Tests.Harness;
using ConsultCluster.RelayNode;
using ConsultCluster.Server.Tests.Scenes;
using ConsultCluster.Testing.Time;

namespace ConsultCluster.Server.Tests.Nodes;

/// <summary>Who may join, and what the others are told.</summary>
public sealed class JoinTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Join_RightKey_RelaysAreListedWithHomeStateAndLoad(bool https)
    {
        await using var cluster = await NodeCluster.StartAsync(https);
        var node = await cluster.StartNodeAsync("edge", o => o.Relays = 2);

        var entries = cluster.Relays.Entries.Where(e => e.Home.Node == "edge").ToArray();
        Assert.Equal(["edge-1", "edge-2"], entries.Select(e => e.Relay.Id.Value));
        Assert.All(entries, e => Assert.Equal(("north", RelayState.Active), (e.Home.Region, e.State)));
        Assert.Equal(node.RelayPorts, entries.Select(e => Assert.Single(e.Relay.Addresses).Port));
        var own = cluster.Relays.Entries.Single(e => e.Relay.Id.Value == "relay-1");
        Assert.Equal(own.Home.Machine, entries[0].Home.Machine);
        Assert.NotEqual(own.Home.Node, entries[0].Home.Node);
        Assert.Equal(3, cluster.Relays.All.Count);
        await Eventually.HoldsAsync(() => cluster.Changes.Count(c => c.Change is { Before: null, After.Home.Node: "edge" }) == 2, "two changes are told");
        Assert.True(node.IsJoined);
        Assert.Equal(["edge"], cluster.Registry.Nodes.Select(n => n.Name));
    }

    [Fact]
    public async Task Health_OfANode_IsReadyWhileJoined()
    {
        await using var cluster = await NodeCluster.StartAsync();
        var node = await cluster.StartNodeAsync("edge");
        using var client = new HttpClient { BaseAddress = node.Address };

        Assert.Equal(("ok", 1), await client.GetFromJsonAsync<HealthDto>("/health/ready") is { } ready ? (ready.Status, ready.Relays) : default);
        Assert.Equal("ok", (await client.GetFromJsonAsync<HealthDto>("/health/live"))!.Status);
    }

    [Fact]
    public async Task Join_WrongKey_StartSaysSoAndNothingIsListed()
    {
        await using var cluster = await NodeCluster.StartAsync();

        var refused = await Assert.ThrowsAsync<StartupException>(() =>
            RelayNodeHost.StartAsync(cluster.Options("edge", "another-key-of-another-cluster")).InTimeAsync());

        Assert.Contains(NodeRefusals.WrongKey, refused.Message, StringComparison.Ordinal);
        Assert.Contains("node.key", refused.Message, StringComparison.Ordinal);
        Assert.Single(cluster.Relays.Entries);
        Assert.Contains(cluster.Log.Lines, line => line.Contains(NodeRefusals.WrongKey, StringComparison.Ordinal));
        Assert.DoesNotContain(cluster.Log.Lines, line => line.Contains("another-key", StringComparison.Ordinal) || line.Contains(NodeCluster.Key, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Join_NameOfALivingNode_IsRefused()
    {
        await using var cluster = await NodeCluster.StartAsync();
        await cluster.StartNodeAsync("edge");

        StartupException? refused = null;
        await Eventually.HoldsAsync(
            async () =>
            {
                // A node that a busy machine has kept silent for a moment counts as dead, and its name is free.
                await cluster.StateAsync("edge-1", RelayState.Active);
                refused = await RefusalAsync(cluster.Options("edge"));
                return refused is not null;
            },
            "the name of a living node is refused");

        Assert.Contains(NodeRefusals.NameTaken, refused!.Message, StringComparison.Ordinal);
        Assert.Contains("--node", refused.Message, StringComparison.Ordinal);
        await cluster.StateAsync("edge-1", RelayState.Active);
    }

    [Fact]
    public async Task Join_RelayIdOfTheControlProcess_IsRefused()
    {
        await using var cluster = await NodeCluster.StartAsync();

        var refused = await Assert.ThrowsAsync<StartupException>(() => RelayNodeHost.StartAsync(cluster.Options("relay")).InTimeAsync());

        Assert.Contains(NodeRefusals.RelayTaken, refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-1, NodeRefusals.VersionOld)]
    [InlineData(1, NodeRefusals.VersionNew)]
    public async Task Hello_OtherVersion_IsRefusedBeforeAnythingElse(int difference, string code)
    {
        await using var cluster = await NodeCluster.StartAsync();
        await using var node = await RawNode.ConnectAsync(cluster.Address);

        node.Send(new Hello(NodeProtocol.Version + difference, NodeKey.NewNonce()));

        Assert.Equal(code, await node.RefusalAsync());
    }

    [Fact]
    public async Task Proof_OfAnotherCertificate_IsRefusedThoughTheKeyIsRight()
    {
        await using var cluster = await NodeCluster.StartAsync(https: true);
        await using var node = await RawNode.ConnectAsync(cluster.Address);

        var refused = Assert.IsType<Refused>(await node.ProveAsync(NodeCluster.Key, NodeKey.NewNonce()));

        Assert.Equal(NodeRefusals.WrongCertificate, refused.Code);
    }

    [Fact]
    public async Task ConnectAsync_ControlThatDoesNotKnowTheKey_IsLeft()
    {
        using var stranger = IdentityKey.Create();
        using var folder = new TemporaryFolder();
        await using var impostor = await FakeControl.StartAsync(async link =>
        {
            await link.ReadAsync();
            link.TrySend(new Challenge(NodeKey.NewNonce(), stranger.PublicKey));
            await link.ReadAsync();
            link.TrySend(new Welcome(NodeKey.NewNonce(), NodeKey.NewNonce()));
            await link.ReadAsync();
        });
        var options = new RelayNodeOptions { NodeKey = NodeCluster.Key, Identity = folder.Path, Node = "edge", RelayPort = 0, Relays = 1, Join = { impostor.Address } };

        var refused = await Assert.ThrowsAsync<StartupException>(() => RelayNodeHost.StartAsync(options).InTimeAsync());

        Assert.Contains(NodeRefusals.WrongKey, refused.Message, StringComparison.Ordinal);
        Assert.Contains("--join", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("""{"type":"unheardOf"}""")]
    [InlineData("""{"type":"hello"}""")]
    [InlineData("""{"type":"hello","protocol":2,"nonce":null}""")]
    [InlineData("""{"type":"hello","protocol":2,"nonce":"short"}""")]
    [InlineData("""{"type":"heartbeat","number":1}""")]
    public async Task Handshake_Malformed_IsRefusedAndClosed(string text)
    {
        await using var cluster = await NodeCluster.StartAsync();
        await using var node = await RawNode.ConnectAsync(cluster.Address);

        await node.SendTextAsync(text);

        Assert.Equal(NodeRefusals.Malformed, await node.RefusalAsync());
    }

    [Fact]
    public async Task Handshake_LargeMessage_IsRefusedBeforeItIsRead()
    {
        await using var cluster = await NodeCluster.StartAsync();
        await using var node = await RawNode.ConnectAsync(cluster.Address);

        await node.SendTextAsync(new string(' ', NodeProtocol.MaxHandshakeBytes + 1));

        Assert.Equal(NodeRefusals.Malformed, await node.RefusalAsync());
    }

    [Theory]
    [InlineData("""{"type":"announce","node":"a b","instance":"i","machine":"m","region":"","isDraining":false,"relays":[{"relayId":"x-1","endPoints":[],"status":{"relayId":"x-1","sessions":0,"packetsPerSecondOut":0,"share":0,"costPerPacket":0,"capacity":0,"links":[]}}]}""")]
    [InlineData("""{"type":"announce","node":"a","instance":"i","machine":"m","region":"","isDraining":false,"relays":[]}""")]
    [InlineData("""{"type":"announce","node":"a","instance":"i","machine":"m","region":"","isDraining":false,"relays":[null]}""")]
    [InlineData("""{"type":"announce","node":"a","instance":"i","machine":"m","region":"","isDraining":false,"relays":[{"relayId":"x-1","endPoints":["nowhere"],"status":{"relayId":"x-1","sessions":0,"packetsPerSecondOut":0,"share":0,"costPerPacket":0,"capacity":0,"links":[]}}]}""")]
    public async Task Announce_Senseless_IsRefused(string announce)
    {
        await using var cluster = await NodeCluster.StartAsync();
        await using var node = await RawNode.WelcomedAsync(cluster.Address);

        await node.SendTextAsync(announce);
        node.Send(new HeldSessions([], true));

        Assert.Equal(NodeRefusals.Malformed, await node.RefusalAsync());
        Assert.Single(cluster.Relays.Entries);
    }

    [Theory]
    [InlineData("""{"type":"event","relayId":"raw-1","groupId":"g 1","terminalId":"t-1","event":{"type":"media","sends":true,"receives":true}}""")]
    [InlineData("""{"type":"event","relayId":"other-1","groupId":"g-1","terminalId":"t-1","event":{"type":"media","sends":true,"receives":true}}""")]
    [InlineData("""{"type":"event","relayId":"raw-1","groupId":"g-1","terminalId":"t-1","event":{"type":"slots","slots":[{"mid":"1","terminalId":"t 2"}]}}""")]
    [InlineData("""{"type":"event","relayId":"raw-1","groupId":"g-1","terminalId":"t-1","event":{"type":"slots","slots":[null]}}""")]
    [InlineData("""{"type":"status","relays":[null]}""")]
    [InlineData("""{"type":"answer","id":7}""")]
    [InlineData("""{"type":"joined"}""")]
    [InlineData("{")]
    public async Task Hear_Senseless_ClosesTheLinkWithTheReason(string text)
    {
        await using var cluster = await NodeCluster.StartAsync();
        await using var node = await RawNode.JoinedAsync(cluster.Address, "raw");
        Assert.Equal(3, cluster.Relay("raw-1").Load.Sessions);

        await node.SendTextAsync(text);

        Assert.Equal(NodeRefusals.Malformed, await node.RefusalAsync());
        await cluster.StateAsync("raw-1", RelayState.Silent);
    }

    [Fact]
    public async Task Link_PlainRequest_IsNoSocket()
    {
        await using var cluster = await NodeCluster.StartAsync();
        using var client = new HttpClient { BaseAddress = cluster.Address };

        Assert.Equal(System.Net.HttpStatusCode.BadRequest, (await client.GetAsync(NodeProtocol.Path)).StatusCode);
    }

    [Fact]
    public async Task Join_SameNodeWithANewLink_ReplacesTheOldOne()
    {
        await using var cluster = await NodeCluster.StartAsync();
        await using var old = await RawNode.JoinedAsync(cluster.Address, "raw");
        await using var young = await RawNode.JoinedAsync(cluster.Address, "raw");

        Assert.Equal(NodeRefusals.Replaced, await old.RefusalAsync());
        await cluster.StateAsync("raw-1", RelayState.Active);
        Assert.Single(cluster.Changes, c => c.Change.After?.Relay.Id.Value == "raw-1");
    }

    /// <summary>Why the node cannot start; null when it could.</summary>
    private static async Task<StartupException?> RefusalAsync(RelayNodeOptions options)
    {
        try
        {
            await using var node = await RelayNodeHost.StartAsync(options).InTimeAsync();
            return null;
        }
        catch (StartupException refused)
        {
            return refused;
        }
    }
}
