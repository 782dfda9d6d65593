using System.Net.Http.Json;
using ConsultCluster.Contracts.Http;
using ConsultCluster.Server.Tests.Scenes;

namespace ConsultCluster.Server.Tests.Api;

/// <summary>The cluster is for administrators only.</summary>
public sealed class ClusterAccessTests(DemoServer fixture) : IClassFixture<DemoServer>
{
    private TestServer Server => fixture.Server;

    [Fact]
    public async Task Cluster_WithoutTheRole_IsRefused()
    {
        using var stranger = Server.Anonymous();
        await (await stranger.GetAsync("/api/cluster")).ProblemAsync(401, "sign_in.required");
        foreach (var client in new[] { await Server.ApplicantAsync(), await Server.ExpertAsync(), await Server.CoordinatorAsync() })
        {
            using (client)
            {
                await (await client.GetAsync("/api/cluster")).ProblemAsync(403, "permission.missing");
                await (await client.PostAsync("/api/cluster/nodes/node-of-relay-1/drain?force=true", null)).ProblemAsync(403, "permission.missing");
                await (await client.DeleteAsync("/api/cluster/nodes/node-of-relay-1/drain")).ProblemAsync(403, "permission.missing");
            }
        }
    }

    [Fact]
    public async Task Drain_FromAnotherSiteOrWithANonsenseForce_IsRefused()
    {
        using var administrator = await Server.AdministratorAsync();
        await (await administrator.PostAsync("/api/cluster/nodes/node-of-relay-1/drain?force=perhaps", null)).ProblemAsync(400, "request.invalid");
        administrator.DefaultRequestHeaders.Add("Sec-Fetch-Site", "cross-site");
        await (await administrator.PostAsync("/api/cluster/nodes/node-of-relay-1/drain", null)).ProblemAsync(403, "http.foreign_origin");
    }

    [Fact]
    public async Task Cluster_OfAnAdministrator_NamesNoPatient()
    {
        using var applicant = await Server.ApplicantAsync();
        using var administrator = await Server.AdministratorAsync();
        var consultation = await applicant.RequestConsultationAsync();

        var text = await administrator.GetStringAsync("/api/cluster");

        Assert.Contains(consultation.GroupId, text, StringComparison.Ordinal);
        foreach (var secret in new[] { "张三", "胸痛", "Chest pain", "County Hospital", "13800000000" })
        {
            Assert.DoesNotContain(secret, text, StringComparison.Ordinal);
        }

        var cluster = await administrator.GetFromJsonAsync<ClusterDto>("/api/cluster");
        Assert.Equal(["relay-1"], cluster!.Nodes.SelectMany(node => node.Relays).Select(relay => relay.RelayId));
        Assert.Equal(Path.Combine(Server.Data, "node.key"), cluster.NodeKeyFile);
    }

    [Fact]
    public async Task OpenApi_Document_DescribesTheCluster()
    {
        using var client = Server.Anonymous();

        var document = await client.GetStringAsync("/openapi/v1.json");

        Assert.Contains("\"/api/cluster\"", document, StringComparison.Ordinal);
        Assert.Contains("\"/api/cluster/nodes/{node}/drain\"", document, StringComparison.Ordinal);
        Assert.Contains("roundTripMs", document, StringComparison.Ordinal);
    }
}
