using System.Net.Http.Json;
using ConsultCluster.Contracts.Http;
using ConsultCluster.Domain.Relays;
using ConsultCluster.Relay.Remote.Keys;
using ConsultCluster.Relay.Remote.Messages;
using ConsultCluster.Server.Tests.Api;
using ConsultCluster.Server.Tests.Nodes;
using ConsultCluster.Server.Tests.Scenes;

namespace ConsultCluster.Server.Tests.Attacks;

/// <summary>A process that has the node key, or a join code, and nothing else.</summary>
[Trait("attack", "14")]
public sealed class StolenJoinSecret
{
    [Fact]
    public async Task Join_NameOfAnEnrolledNode_IsRefusedWhileThatLivesAndAfter()
    {
        await using var cluster = await NodeCluster.StartAsync(hasGroups: false);
        using var thief = IdentityKey.Create();
        var victim = await RawNode.JoinedAsync(cluster.Address, "raw");

        Assert.Equal(NodeRefusals.NameTaken, await ClaimAsync(cluster, "raw", thief));
        await cluster.StateAsync("raw-1", RelayState.Active);
        await victim.DisposeAsync();
        await cluster.StateAsync("raw-1", null);

        Assert.Equal(NodeRefusals.NameTaken, await ClaimAsync(cluster, "raw", thief));
        await using var again = await RawNode.JoinedAsync(cluster.Address, "raw");
        await cluster.StateAsync("raw-1", RelayState.Active);
    }

    [Fact]
    public async Task Join_NameOfTheServer_IsRefused()
    {
        await using var cluster = await NodeCluster.StartAsync();
        using var thief = IdentityKey.Create();

        Assert.Equal(NodeRefusals.NameTaken, await ClaimAsync(cluster, cluster.Relays.Home.Node, thief));
    }

    [Fact]
    public async Task Join_KeyOfAnotherNodeWithoutItsPrivateHalf_IsRefused()
    {
        await using var cluster = await NodeCluster.StartAsync();
        await using var victim = await RawNode.JoinedAsync(cluster.Address, "raw");
        using var thief = IdentityKey.Create();
        using var known = RawNode.KeyOf("raw");
        await using var node = await RawNode.ConnectAsync(cluster.Address);
        var nonce = NodeKey.NewNonce();
        node.Send(new Hello(NodeProtocol.Version, nonce));
        var challenge = await node.ReadAsync<Challenge>();
        var said = new Transcript(nonce, challenge.Nonce, null, challenge.Key, "raw", "instance-2", known.PublicKey, [new RelayCertificate("raw-1", RawNode.FingerprintOf("thief"))]);

        node.Send(new Proof("raw", "instance-2", known.PublicKey, said.Relays, thief.Sign(said.OfNode)));

        Assert.Equal(NodeRefusals.WrongKey, await node.RefusalAsync());
    }

    [Fact]
    public async Task Join_AsAServer_IsRefused()
    {
        await using var cluster = await NodeCluster.StartAsync();
        await using var node = await RawNode.ConnectAsync(cluster.Address);
        var nonce = NodeKey.NewNonce();
        node.Send(new Hello(NodeProtocol.Version, nonce));
        var challenge = await node.ReadAsync<Challenge>();
        var said = Transcript.OfServers(nonce, challenge.Nonce, null, challenge.Key);

        node.Send(new ServerProof(NodeKey.Parse(NodeCluster.Key)!.Prove(said.OfServer)));

        Assert.Equal(NodeRefusals.WrongKey, await node.RefusalAsync());
    }

    [Fact]
    public async Task Join_BeyondTheLimitOfTheKey_WaitsForAnAdministratorAndIsListedNowhere()
    {
        await using var cluster = await NodeCluster.StartAsync(configure: options => options.NodeKeyLimit = 2);
        await using var first = await RawNode.JoinedAsync(cluster.Address, "raw-a");
        await using var second = await RawNode.JoinedAsync(cluster.Address, "raw-b");
        await using var third = await RawNode.ConnectAsync(cluster.Address);

        var refused = Assert.IsType<Refused>(await third.ProveAsync(NodeCluster.Key, null, "raw-c"));

        Assert.Equal(NodeRefusals.Waiting, refused.Code);
        using var key = RawNode.KeyOf("raw-c");
        Assert.Contains(key.Id, refused.Reason, StringComparison.Ordinal);
        Assert.Null(cluster.State("raw-c-1"));
    }

    [Fact]
    public async Task Join_CodeThatWasUsed_IsRefused()
    {
        await using var scene = await ClusterScene.StartAsync(options => options.NodeKeyLimit = 0);
        var code = await (await scene.Administrator.PostAsJsonAsync("/api/cluster/join-codes", new JoinCodeRequest(null))).ReadAsync<JoinCodeDto>();
        await using var node = await RawNode.ConnectAsync(scene.Cluster.Address);
        Assert.IsType<Welcome>(await node.ProveAsync(null, null, "raw", code: code.Code.ToLowerInvariant()));
        await using var thief = await RawNode.ConnectAsync(scene.Cluster.Address);

        Assert.Equal(NodeRefusals.WrongKey, Assert.IsType<Refused>(await thief.ProveAsync(null, null, "thief", code: code.Code)).Code);
        await using var guess = await RawNode.ConnectAsync(scene.Cluster.Address);
        Assert.Equal(NodeRefusals.WrongKey, Assert.IsType<Refused>(await guess.ProveAsync(null, null, "thief", code: JoinCodeText.Create().Text)).Code);
    }

    /// <summary>The recorded proof is valid; only the challenge that it answers is another one.</summary>
    [Fact]
    public async Task Handshake_Replayed_IsRefused()
    {
        await using var cluster = await NodeCluster.StartAsync(hasGroups: false);
        using var key = RawNode.KeyOf("raw");
        var nonce = NodeKey.NewNonce();
        await using var node = await RawNode.ConnectAsync(cluster.Address);
        node.Send(new Hello(NodeProtocol.Version, nonce));
        var challenge = await node.ReadAsync<Challenge>();
        var said = new Transcript(nonce, challenge.Nonce, null, challenge.Key, "raw", "instance-1", key.PublicKey, [new RelayCertificate("raw-1", RawNode.FingerprintOf("raw"))]);
        var joinKey = NodeKey.Parse(NodeCluster.Key)!;
        var recorded = new Proof("raw", "instance-1", key.PublicKey, said.Relays, key.Sign(said.OfNode), null, new Voucher("key", joinKey.Id, joinKey.Prove(said.OfVoucher)));
        node.Send(recorded);
        Assert.IsType<Welcome>(await node.ReadAsync());

        await using var replay = await RawNode.ConnectAsync(cluster.Address);
        replay.Send(new Hello(NodeProtocol.Version, nonce));
        await replay.ReadAsync<Challenge>();
        replay.Send(recorded);

        Assert.Equal(NodeRefusals.WrongKey, await replay.RefusalAsync());
    }

    private static async Task<string> ClaimAsync(NodeCluster cluster, string name, IdentityKey thief)
    {
        await using var node = await RawNode.ConnectAsync(cluster.Address);
        return Assert.IsType<Refused>(await node.ProveAsync(NodeCluster.Key, null, name, "instance-2", thief)).Code;
    }
}
