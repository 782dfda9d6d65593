using ConsultCluster.Domain;
using ConsultCluster.Domain.Audit;
using ConsultCluster.Engine.Stores;
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
    }

    private static async Task<Results<Accepted, ProblemHttpResult>> DrainAsync(
        string node, ClusterDrains drains, ClusterView view, IAuditStore audits, TimeProvider clock, HttpContext context, bool force = false)
    {
        // Node names share the alphabet of all identifiers, so they need no escaping.
        var detail = force ? $$"""{"node":"{{node}}","force":true}""" : $$"""{"node":"{{node}}"}""";
        return Answer(await drains.DrainAsync(node, force, () => RecordAsync(audits, clock, context, AuditActions.NodeDrained, detail)), view);
    }

    private static async Task<Results<Accepted, ProblemHttpResult>> ResumeAsync(
        string node, ClusterDrains drains, ClusterView view, IAuditStore audits, TimeProvider clock, HttpContext context) =>
        Answer(await drains.ResumeAsync(node, () => RecordAsync(audits, clock, context, AuditActions.NodeResumed, $$"""{"node":"{{node}}"}""")), view);

    /// <summary>Accepted and not done: a joined node says within a moment that it drains, and moving its calls takes a while.</summary>
    private static Results<Accepted, ProblemHttpResult> Answer(Refusal? refusal, ClusterView view)
    {
        view.Forget();
        return refusal is null ? TypedResults.Accepted((string?)null) : Problems.Of(refusal);
    }

    private static Task RecordAsync(IAuditStore audits, TimeProvider clock, HttpContext context, string action, string detail) =>
        audits.AppendAsync(new AuditEntry(clock.GetUtcNow(), null, context.Staff().Id, context.Address(), action, detail));
}
