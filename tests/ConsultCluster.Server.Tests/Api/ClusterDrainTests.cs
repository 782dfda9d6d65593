using System.Net;
using ConsultCluster.Ports.Stores;
using ConsultCluster.Server.Tests.Nodes;
using ConsultCluster.Server.Tests.Scenes;
using ConsultCluster.Testing.Hub;
using Microsoft.Extensions.DependencyInjection;

namespace ConsultCluster.Server.Tests.Api;

/// <summary>Emptying nodes over HTTP, with real relays and nodes.</summary>
public sealed class ClusterDrainTests
{
    [Fact]
    public async Task Read_ControlProcessAndNode_SaysWhereWhatAndHow()
    {
        await using var scene = await ClusterScene.StartAsync();
        await scene.Cluster.StartNodeAsync("edge", options => options.Relays = 2);
        var terminal = await scene.EnterAsync();
        var carrying = await scene.OfferedAsync(terminal);
        await scene.UntilAsync(carrying == "relay-1" ? scene.Own : "edge", node => node.Relays.Sum(relay => relay.Sessions) == 1);

        var cluster = await scene.ReadAsync();

        var own = Assert.Single(cluster.Nodes, node => node.IsSelf);
        Assert.Equal((scene.Own, "active", false), (own.Node, own.State, own.IsEmpty));
        Assert.Equal($"127.0.0.1:{scene.Cluster.Control.RelayPorts[0]}", Assert.Single(Assert.Single(own.Relays).Addresses));
        var edge = Assert.Single(cluster.Nodes, node => !node.IsSelf);
        Assert.Equal(("edge", "north", "active", own.Machine), (edge.Node, edge.Region, edge.State, edge.Machine));
        Assert.Equal(["edge-1", "edge-2"], edge.Relays.Select(relay => relay.RelayId));
        Assert.Equal((2, 2, 3, 3, 1), (cluster.Totals.Nodes, cluster.Totals.ActiveNodes, cluster.Totals.Relays, cluster.Totals.ActiveRelays, cluster.Totals.Sessions));
        var group = Assert.Single(cluster.Groups);
        Assert.Equal((1, "active", 1, 0), (cluster.Totals.Groups, group.State, group.Members, group.Connected));
        Assert.Equal([carrying], group.Relays);
    }

    [Fact]
    public async Task Drain_JoinedNode_DrainsUntilItServesOnAndBothAreOnRecord()
    {
        await using var scene = await ClusterScene.StartAsync();
        await scene.Cluster.StartNodeAsync("edge");

        await ClusterScene.AcceptedAsync(() => scene.DrainAsync("edge"));
        await scene.UntilAsync("edge", node => node is { State: "draining", IsEmpty: true });
        Assert.Equal(1, (await scene.ReadAsync()).Totals.ActiveNodes);
        await ClusterScene.AcceptedAsync(() => scene.ResumeAsync("edge"));
        await scene.UntilAsync("edge", node => node is { State: "active", IsEmpty: false });

        var audit = await scene.Cluster.Control.Services.GetRequiredService<IAuditStore>().ReadAllAsync(0, 100);
        var recorded = audit.Select(row => row.Entry).Where(entry => entry.Action is "node.drained" or "node.resumed").ToArray();
        Assert.Equal(["node.drained", "node.resumed"], recorded.Select(entry => entry.Action));
        Assert.All(recorded, entry => Assert.Equal(("""{"node":"edge"}""", "127.0.0.1"), (entry.Detail, entry.From)));
        Assert.All(recorded, entry => Assert.StartsWith("p-", entry.By.Value, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Drain_OwnRelays_CallsMoveToTheirStandbyAndNewOnesGoElsewhere()
    {
        await using var scene = await ClusterScene.StartAsync();
        var li = await scene.EnterAsync();
        Assert.Equal("relay-1", await scene.OfferedAsync(li));
        await scene.Cluster.StartNodeAsync("edge");
        await li.Notices.WaitAsync<StandbyWanted>();
        Assert.Equal("edge-1", await scene.OfferedStandbyAsync(li));

        await ClusterScene.AcceptedAsync(() => scene.DrainAsync(scene.Own));

        Assert.Equal("edge-1", await li.Notices.WaitAsync<string>());
        await scene.UntilAsync(scene.Own, node => node is { State: "draining", IsEmpty: true });
        var metrics = await scene.Administrator.GetStringAsync("/metrics");
        Assert.Matches("groups_media_moves_total\\{[^}]*outcome=\"moved\",reason=\"drain\"\\} 1\\s", metrics);
        var wang = await scene.EnterAsync();
        Assert.Equal("edge-1", await scene.OfferedAsync(wang));

        await ClusterScene.AcceptedAsync(() => scene.ResumeAsync(scene.Own));
        Assert.Equal("active", (await scene.NodeAsync(scene.Own)).State);
        await wang.Notices.WaitAsync<StandbyWanted>();
        Assert.Equal("relay-1", await scene.OfferedStandbyAsync(wang));
    }

    [Fact]
    public async Task Drain_LastActiveNode_IsRefusedUnlessForcedAndThenOffersAreRefused()
    {
        await using var scene = await ClusterScene.StartAsync();
        var li = await scene.EnterAsync();

        var problem = await (await scene.DrainAsync(scene.Own)).ProblemAsync(409, "node.last_active");
        Assert.Contains(scene.Own, problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal("active", (await scene.NodeAsync(scene.Own)).State);

        await ClusterScene.AcceptedAsync(() => scene.DrainAsync(scene.Own, force: true));
        var refused = (await li.Offer(scene.Offer())).Error;
        Assert.Equal("relay.unavailable", refused!.Code);

        await ClusterScene.AcceptedAsync(() => scene.ResumeAsync(scene.Own));
        Assert.Equal("relay-1", await scene.OfferedAsync(li));
    }

    [Fact]
    public async Task Drain_LastTwoNodesAtOnce_OneIsRefused()
    {
        await using var scene = await ClusterScene.StartAsync();
        await scene.Cluster.StartNodeAsync("edge");

        var answers = await Task.WhenAll(scene.DrainAsync("edge"), scene.DrainAsync(scene.Own));

        Assert.Single(answers, answer => answer.StatusCode == HttpStatusCode.Accepted);
        await answers.Single(answer => answer.StatusCode != HttpStatusCode.Accepted).ProblemAsync(409, "node.last_active");
    }

    [Fact]
    public async Task Drain_UnknownOrOutOfReach_SaysWhich()
    {
        await using var scene = await ClusterScene.StartAsync();
        await (await scene.DrainAsync("nobody")).ProblemAsync(404, "node.unknown");
        await (await scene.ResumeAsync("nobody")).ProblemAsync(404, "node.unknown");
        await using (var raw = await RawNode.JoinedAsync(scene.Cluster.Address, "raw"))
        {
            await scene.UntilAsync("raw", node => node.State == "active");
        }

        await scene.UntilAsync("raw", node => node.State == "silent");
        await (await scene.DrainAsync("raw")).ProblemAsync(503, "node.unreachable");
    }
}
