using ConsultCluster.Domain;
using ConsultCluster.Relay.Remote.Hosting;
using ConsultCluster.Server.Api;
using ConsultCluster.Server.Hosting;

namespace ConsultCluster.Server.Telemetry;

/// <summary><c>/metrics</c> for Prometheus, see <see cref="MetricsAccess"/>.</summary>
internal static class MetricsEndpoint
{
    public static void UseAccess(WebApplication app, ServerOptions options) => MetricsAccess.Use(app, options.MetricsPort, RefuseAsync);

    public static void Map(WebApplication app) => app.MapPrometheusScrapingEndpoint(MetricsAccess.Path);

    private static Task RefuseAsync(HttpContext context) => Problems.Of(
        RefusalCodes.PermissionMissing, "Metrics are for this machine; --metrics-port opens a port for others.").ExecuteAsync(context);
}
