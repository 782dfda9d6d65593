using ConsultCluster.Contracts.Http;
using ConsultCluster.Ports.Relays;
using ConsultCluster.Relay.Remote.Agent;
using Microsoft.AspNetCore.Http.HttpResults;

namespace ConsultCluster.RelayNode;

/// <summary>Health of a relay node, for supervisors; says nothing that is secret.</summary>
internal static class NodeHealth
{
    private const string Ok = "ok";
    private const string Unavailable = "unavailable";

    /// <summary>A thousandth of what the relays can do is less than what changes from second to second.</summary>
    private const int LoadDigits = 3;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/health/live", () => new HealthDto(Ok, null, null, null));
        routes.MapGet("/health/ready", Ready);
    }

    /// <summary>Ready: directed by a control process, and not about to go.</summary>
    private static JsonHttpResult<HealthDto> Ready(NodeAgent agent, IRelays relays)
    {
        var isReady = agent.IsJoined && !agent.IsDraining;
        var load = relays.All.Select(relay => relay.Load.Share).DefaultIfEmpty(1).Average();
        return TypedResults.Json(
            new HealthDto(isReady ? Ok : Unavailable, null, relays.All.Count, Math.Round(load, LoadDigits)),
            statusCode: isReady ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
    }
}
