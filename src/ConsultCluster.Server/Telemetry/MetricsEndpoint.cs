using System.Net;
using ConsultCluster.Domain;
using ConsultCluster.Server.Api;
using ConsultCluster.Server.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace ConsultCluster.Server.Telemetry;

/// <summary>
/// <c>/metrics</c> for Prometheus. It tells nothing about patients but much about the hospital's load, so the public ports answer it to this machine
/// only. <c>--metrics-port</c> opens a port for nothing else, for a network that only the operators reach.
/// </summary>
internal static class MetricsEndpoint
{
    public const string Path = "/metrics";

    /// <summary>Opens the port of <c>--metrics-port</c>, to other machines when the server itself is.</summary>
    public static void Listen(KestrelServerOptions kestrel, ServerOptions options)
    {
        if (options.MetricsPort is not { } port)
        {
            return;
        }

        if (options.IsPublic)
        {
            kestrel.ListenAnyIP(port);
        }
        else
        {
            kestrel.ListenLocalhost(port);
        }
    }

    /// <summary>After the forwarded headers are read, and before anything else answers.</summary>
    public static void UseAccess(WebApplication app, ServerOptions options) => app.Use((context, next) =>
    {
        var isScrape = context.Request.Path == Path;
        if (options.MetricsPort == context.Connection.LocalPort)
        {
            return isScrape ? next(context) : NothingElseAsync(context);
        }

        return isScrape && !IsThisMachine(context) ? RefuseAsync(context) : next(context);
    });

    public static void Map(WebApplication app) => app.MapPrometheusScrapingEndpoint(Path);

    private static bool IsThisMachine(HttpContext context) =>
        context.Connection.RemoteIpAddress is { } address && IPAddress.IsLoopback(address);

    private static Task RefuseAsync(HttpContext context) => Problems.Of(
        RefusalCodes.PermissionMissing, "Metrics are for this machine; --metrics-port opens a port for others.").ExecuteAsync(context);

    private static Task NothingElseAsync(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }
}
