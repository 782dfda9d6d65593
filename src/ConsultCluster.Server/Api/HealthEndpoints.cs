using ConsultCluster.Contracts.Http;
using ConsultCluster.Ports.Clusters;
using ConsultCluster.Ports.Relays;
using ConsultCluster.Ports.Stores;
using ConsultCluster.Relay.Remote.Hosting;
using ConsultCluster.Server.Audit;
using ConsultCluster.Server.Hosting;
using ConsultCluster.Server.Telemetry;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace ConsultCluster.Server.Api;

/// <summary>For supervisors and load balancers; says nothing that is secret.</summary>
internal static class HealthEndpoints
{
    private const string Ok = "ok";
    private const string Unavailable = "unavailable";
    private const string Warning = "warning";
    private const string Broken = "broken";

    /// <summary>A thousandth of what the relays can do is less than what changes from second to second.</summary>
    private const int LoadDigits = 3;

    public static void Map(IEndpointRouteBuilder routes)
    {
        var health = routes.MapGroup("/health").WithTags("Health");
        health.MapGet("/live", () => new HealthDto(Ok, null, null, null)).WithSummary("The process answers.");
        health.MapGet("/serving", Serving).WithSummary("New callers may come here; 503 when the process is about to stop.");
        health.MapGet("/ready", ReadyAsync).WithSummary("The same, and storage and relays can serve; 503 when not.");
    }

    /// <summary>
    /// For load balancers. Leaves the database out: when it is away it is so for all servers, and taking all of them out would cut off
    /// the consultations that go on without it.
    /// </summary>
    private static JsonHttpResult<HealthDto> Serving(IHostApplicationLifetime lifetime) => TypedResults.Json(
        new HealthDto(IsStopping(lifetime) ? Unavailable : Ok, null, null, null),
        statusCode: IsStopping(lifetime) ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status200OK);

    private static async Task<JsonHttpResult<HealthDto>> ReadyAsync(
        IPersonStore people, IRelays relays, IHostApplicationLifetime lifetime, IOptions<ServerOptions> options, ISilos silos, StoreWrites writes, AuditState audit, [FromServices] IClockCheck? clocks = null)
    {
        var storage = await AnswersAsync(people) && !writes.AreRefused;
        var alive = relays.All;

        // A gateway has no relays; those of the others are as good as theirs.
        var canServe = options.Value.Role == ProcessRole.Gateway ? silos.Live.Length > 0 : alive.Count > 0;
        var ready = storage && canServe && !IsStopping(lifetime);
        var load = alive.Select(relay => relay.Load.Share).DefaultIfEmpty(1).Average();
        return TypedResults.Json(
            new HealthDto(ready ? Ok : Unavailable, storage ? Ok : Unavailable, alive.Count, Math.Round(load, LoadDigits), Clock(clocks))
            {
                Silo = silos.Live.FirstOrDefault(silo => silo.IsSelf)?.Name,
                Silos = silos.Live.Length,
                Audit = Audit(audit.Current),
            },
            statusCode: ready ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
    }

    /// <summary>Nor does a broken audit: taking the server out would take consultations from patients, and bring no entry back.</summary>
    private static string Audit(AuditFinding audit) => audit.Broken is not null ? Broken : audit.ExportFailure is not null ? Warning : Ok;

    /// <summary>A wrong clock does not keep a server from serving.</summary>
    private static string? Clock(IClockCheck? clocks) => clocks?.Ahead is null ? null : clocks.IsOff ? Warning : Ok;

    private static bool IsStopping(IHostApplicationLifetime lifetime) => lifetime.ApplicationStopping.IsCancellationRequested;

    private static async Task<bool> AnswersAsync(IPersonStore people)
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
