using System.Net;
using System.Net.Http.Json;
using ConsultCluster.Contracts.Http;
using ConsultCluster.Domain.Relays;
using ConsultCluster.Ports.Stores;
using ConsultCluster.Relay.Remote.Keys;
using ConsultCluster.Relay.Remote.Messages;
using ConsultCluster.RelayNode;
using ConsultCluster.Server.Tests.Api;
using ConsultCluster.Server.Tests.Nodes;
using ConsultCluster.Server.Tests.Scenes;
using ConsultCluster.Testing.Hub;
using ConsultCluster.Testing.Time;
using Microsoft.Extensions.DependencyInjection;

namespace ConsultCluster.Server.Tests.Attacks;

/// <summary>A node whose key an administrator has revoked.</summary>
[Trait("attack", "14")]
public sealed class RevokedNode
{
    [Fact]
    public async Task Revoke_JoinedNode_ItsLinkEndsItsTerminalsMoveAndItNeverComesBack()
    {
        await using var scene = await ClusterScene.StartAsync();
        await scene.Cluster.StartNodeAsync("edge");
        await ClusterScene.AcceptedAsync(() => scene.DrainAsync(scene.Own));
        var li = await scene.EnterAsync();
        Assert.Equal("edge-1", await scene.OfferedAsync(li));
        await ClusterScene.AcceptedAsync(() => scene.ResumeAsync(scene.Own));
        await li.Notices.WaitAsync<StandbyWanted>();
        Assert.Equal("relay-1", await scene.OfferedStandbyAsync(li));

        Assert.Equal(HttpStatusCode.NoContent, (await RevokeAsync(scene, "edge")).StatusCode);

        Assert.Equal("relay-1", await li.Notices.WaitAsync<string>());
        await scene.Cluster.StateAsync("edge-1", null);
        var refused = await Assert.ThrowsAsync<Relay.Remote.Hosting.StartupException>(() => RelayNodeHost.StartAsync(scene.Cluster.Options("edge")).InTimeAsync());
        Assert.Contains(NodeRefusals.Revoked, refused.Message, StringComparison.Ordinal);
        Assert.Equal("revoked", (await EnrolmentAsync(scene, "edge")).State);
        var audit = await scene.Cluster.Control.Services.GetRequiredService<IAuditStore>().ReadAllAsync(0, 100);
        Assert.Equal(
            ["node.enrolled", "node.revoked"], audit.Select(row => row.Entry.Action).Where(action => action is "node.enrolled" or "node.revoked" or "node.waiting"));
        await Eventually.HoldsAsync(
            () => scene.Cluster.Control.Services.GetRequiredService<IAuditStore>().ReadAllAsync(0, 100).GetAwaiter().GetResult().Any(row => row.Entry.Action == "node.refused"),
            "the refusal is on record");
    }

    [Fact]
    public async Task Join_WithTheNodeKeyAndANewIdentity_WaitsForAnAdministrator()
    {
        await using var scene = await ClusterScene.StartAsync();
        await using var node = await RawNode.JoinedAsync(scene.Cluster.Address, "raw");
        await RevokeAsync(scene, "raw");
        Assert.Equal(NodeRefusals.Revoked, await node.RefusalAsync());
        using var other = IdentityKey.Create();

        foreach (var name in new[] { "raw", "newborn" })
        {
            await using var again = await RawNode.ConnectAsync(scene.Cluster.Address);
            Assert.Equal(NodeRefusals.Waiting, Assert.IsType<Refused>(await again.ProveAsync(NodeCluster.Key, null, name, identity: other)).Code);
        }

        var enrolments = await ReadAsync(scene);
        Assert.Equal((1, true), (enrolments.Key!.Used, enrolments.Key.IsClosed));
    }

    [Fact]
    public async Task Join_WaitingNode_IsApprovedByAnAdministratorAndThenGetsIn()
    {
        await using var scene = await ClusterScene.StartAsync(options => options.NodeKeyLimit = 0);
        var starting = RelayNodeHost.StartAsync(scene.Cluster.Options("edge"));
        await Eventually.HoldsAsync(() => scene.Cluster.Control.Services.GetRequiredService<Relay.Remote.Control.NodeRegister>().Book.Nodes.Length == 1, "it waits");
        var waiting = await EnrolmentAsync(scene, "edge");
        Assert.Equal(("waiting", "", false), (waiting.State, waiting.Via, waiting.IsJoined));
        Assert.Null(scene.Cluster.State("edge-1"));

        Assert.Equal(HttpStatusCode.NoContent, (await scene.Administrator.PostAsync($"/api/cluster/enrolments/{waiting.KeyId}/approval", null)).StatusCode);

        await using var node = await starting.InTimeAsync();
        await scene.Cluster.StateAsync("edge-1", RelayState.Active);
        var enrolled = await EnrolmentAsync(scene, "edge");
        Assert.Equal(("enrolled", "approval", true), (enrolled.State, enrolled.Via, enrolled.IsJoined));
        await (await scene.Administrator.PostAsync($"/api/cluster/enrolments/{waiting.KeyId}/approval", null)).ProblemAsync(404, "node.unknown");
    }

    [Fact]
    public async Task Enrolments_WithoutTheRole_AreRefused()
    {
        await using var scene = await ClusterScene.StartAsync();
        using var stranger = new HttpClient { BaseAddress = scene.Cluster.Address };

        await (await stranger.GetAsync("/api/cluster/enrolments")).ProblemAsync(401, "sign_in.required");
        await (await stranger.PostAsJsonAsync("/api/cluster/join-codes", new JoinCodeRequest(null))).ProblemAsync(401, "sign_in.required");
        await (await stranger.PostAsync("/api/cluster/enrolments/key/approval", null)).ProblemAsync(401, "sign_in.required");
        await (await stranger.DeleteAsync("/api/cluster/enrolments/key")).ProblemAsync(401, "sign_in.required");
        await (await scene.Administrator.PostAsJsonAsync("/api/cluster/join-codes", new JoinCodeRequest(1))).ProblemAsync(400, "request.invalid");
    }

    private static Task<EnrolmentsDto> ReadAsync(ClusterScene scene) => scene.Administrator.GetFromJsonAsync<EnrolmentsDto>("/api/cluster/enrolments")!;

    private static async Task<EnrolmentDto> EnrolmentAsync(ClusterScene scene, string node) => Assert.Single((await ReadAsync(scene)).Nodes, one => one.Node == node);

    private static async Task<HttpResponseMessage> RevokeAsync(ClusterScene scene, string node) =>
        await scene.Administrator.DeleteAsync($"/api/cluster/enrolments/{(await EnrolmentAsync(scene, node)).KeyId}");
}
