using ConsultCluster.Ports.Clusters;
using ConsultCluster.Server.Auth;
using Microsoft.AspNetCore.Http.HttpResults;

namespace ConsultCluster.Server.Api.Cluster;

/// <summary>The cluster, for administrators: what it carries, and emptying a node before it is stopped.</summary>
internal static class ClusterEndpoints
{
    public static void Map(RouteGroupBuilder api)
    {
        var cluster = api.MapGroup("/cluster").RequireAuthorization(StaffPolicies.Administrator).WithTags("Cluster");
        cluster.MapGet("/", (ClusterView view) => view.ReadAsync())
            .WithSummary("Nodes, relays, links and groups as they are now; ask every second to watch.");
        cluster.MapPost("/nodes/{node}/drain", DrainAsync)
            .WithSummary("Moves a node's calls to other nodes and gives it no new ones. The last active node only with force=true.");
        cluster.MapDelete("/nodes/{node}/drain", ResumeAsync)
            .WithSummary("Lets a node take sessions again.");
        EnrolmentEndpoints.Map(cluster);
    }

    private static Task<Results<Accepted, ProblemHttpResult>> DrainAsync(
        string node, IClusterAdmin desk, ClusterView view, HttpContext context, bool force = false) =>
        OrderAsync(desk, view, new DrainOrder(node, Drains: true, force, context.Staff().Id, context.Address()));

    private static Task<Results<Accepted, ProblemHttpResult>> ResumeAsync(string node, IClusterAdmin desk, ClusterView view, HttpContext context) =>
        OrderAsync(desk, view, new DrainOrder(node, Drains: false, Force: false, context.Staff().Id, context.Address()));

    /// <summary>Accepted and not done: a joined node says within a moment that it drains, and moving its calls takes a while.</summary>
    private static async Task<Results<Accepted, ProblemHttpResult>> OrderAsync(IClusterAdmin desk, ClusterView view, DrainOrder order)
    {
        var refusal = await desk.OrderAsync(order);
        view.Forget();
        return refusal is null ? TypedResults.Accepted((string?)null) : Problems.Of(refusal);
    }
}
