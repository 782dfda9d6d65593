using System.Net;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace ConsultCluster.RelayNode;

/// <summary>
/// <c>/metrics</c> of a relay node: to this machine on the port of health, to others on the port of <c>--metrics-port</c>; to a collector as well (OTLP) when the standard variable
/// names one.
/// </summary>
internal static class NodeTelemetry
{
    private const string Path = "/metrics";
    private const string EndpointVariable = "OTEL_EXPORTER_OTLP_ENDPOINT";

    private static readonly string[] Meters = ["ConsultCluster.Relay", "ConsultCluster.Nodes", "System.Runtime", "Microsoft.AspNetCore.Server.Kestrel"];

    public static void Listen(KestrelServerOptions kestrel, RelayNodeOptions options)
    {
        if (options.MetricsPort is { } port)
        {
            kestrel.Listen(options.Node.IsPublic ? IPAddress.Any : IPAddress.Loopback, port);
        }
    }

    public static void Add(WebApplicationBuilder builder)
    {
        var telemetry = builder.Services.AddOpenTelemetry().WithMetrics(metrics => metrics.AddMeter(Meters).AddPrometheusExporter());
        if (!string.IsNullOrWhiteSpace(builder.Configuration[EndpointVariable]))
        {
            telemetry.UseOtlpExporter();
        }
    }

    /// <summary>Before anything else answers.</summary>
    public static void Use(WebApplication app, RelayNodeOptions options)
    {
        app.Use((context, next) =>
        {
            var isScrape = context.Request.Path == Path;
            var isMetricsPort = options.MetricsPort == context.Connection.LocalPort;
            if (isScrape ? isMetricsPort || IsThisMachine(context) : !isMetricsPort)
            {
                return next(context);
            }

            context.Response.StatusCode = isScrape ? StatusCodes.Status403Forbidden : StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        });
        app.MapPrometheusScrapingEndpoint(Path);
    }

    private static bool IsThisMachine(HttpContext context) => context.Connection.RemoteIpAddress is { } address && IPAddress.IsLoopback(address);
}
