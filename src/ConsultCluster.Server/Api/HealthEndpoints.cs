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

    /// <summary>A thousandth of what the relays can do is less than what changes from second to second.</summary>
    private const int LoadDigits = 3;

    public static void Map(IEndpointRouteBuilder routes)
    {
        var health = routes.MapGroup("/health").WithTags("Health");
        health.MapGet("/live", () => new HealthDto(Ok, null, null, null)).WithSummary("The process answers.");
        health.MapGet("/ready", ReadyAsync).WithSummary("Storage and relays can serve; 503 when not.");
    }

    private static async Task<JsonHttpResult<HealthDto>> ReadyAsync(IPersonStore people, IRelays relays)
    {
        var storage = await StorageAsync(people);
        var alive = relays.All;
        var ready = storage && alive.Count > 0;
        var load = alive.Select(relay => relay.Load.Share).DefaultIfEmpty(1).Average();
        return TypedResults.Json(
            new HealthDto(ready ? Ok : Unavailable, storage ? Ok : Unavailable, alive.Count, Math.Round(load, LoadDigits)),
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
