using ConsultCluster.Relay.Remote.Hosting;
using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace ConsultCluster.RelayNode;

/// <summary><c>/metrics</c> of a relay node, see <see cref="MetricsAccess"/>; to a collector as well (OTLP) when the standard variable names one.</summary>
internal static class NodeTelemetry
{
    private const string EndpointVariable = "OTEL_EXPORTER_OTLP_ENDPOINT";

    private static readonly string[] Meters = ["ConsultCluster.Relay", "ConsultCluster.Nodes", "System.Runtime", "Microsoft.AspNetCore.Server.Kestrel"];

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
        MetricsAccess.Use(app, options.MetricsPort, context => MetricsAccess.AnswerAsync(context, StatusCodes.Status403Forbidden));
        app.MapPrometheusScrapingEndpoint(MetricsAccess.Path);
    }
}
