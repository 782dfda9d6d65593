using ConsultCluster.Contracts.Http;
using ConsultCluster.Engine.Relays;
using ConsultCluster.Engine.Stores;
using Microsoft.AspNetCore.Http.HttpResults;

namespace ConsultCluster.Server.Api;

/// <summary>For supervisors and load balancers; says nothing that is secret.</summary>
internal static class HealthEndpoints
{
    private const string Ok = "ok";
    private const string Unavailable = "unavailable";

    public static void Map(IEndpointRouteBuilder routes)
    {
        var health = routes.MapGroup("/health").WithTags("Health");
        health.MapGet("/live", () => new HealthDto(Ok, null, null)).WithSummary("The process answers.");
        health.MapGet("/ready", ReadyAsync).WithSummary("Storage and relays can serve; 503 when not.");
    }

    private static async Task<JsonHttpResult<HealthDto>> ReadyAsync(IPersonStore people, IRelays relays)
    {
        var storage = await StorageAsync(people);
        var alive = relays.All.Count;
        var ready = storage && alive > 0;
        return TypedResults.Json(
            new HealthDto(ready ? Ok : Unavailable, storage ? Ok : Unavailable, alive),
            statusCode: ready ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
    }

    private static async Task<bool> StorageAsync(IPersonStore people)
    {
        try
        {
            await people.AnyAdministratorAsync();
            return true;
        }
        catch (StorageUnavailableException)
        {
            return false;
        }
    }
}
