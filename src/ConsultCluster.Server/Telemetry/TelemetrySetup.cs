using ConsultCluster.Cluster.Telemetry;
using ConsultCluster.Ports.Stores;
using ConsultCluster.Relay.Remote.Hosting;
using ConsultCluster.Server.Audit;
using ConsultCluster.Server.Auth;
using ConsultCluster.Server.Hosting;
using Microsoft.AspNetCore.SignalR;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace ConsultCluster.Server.Telemetry;

/// <summary>
/// What an operator sees from outside: metrics at <c>/metrics</c> always; metrics, traces and logs to a collector (OTLP) when the standard variable
/// names one. No tag, span or log at Information says who a patient is.
/// </summary>
internal static class TelemetrySetup
{
    /// <summary>The collector's address; the other <c>OTEL_…</c> variables of the specification are read as well.</summary>
    public const string EndpointVariable = "OTEL_EXPORTER_OTLP_ENDPOINT";

    private const string ServiceName = "consultcluster";

    /// <summary>Long: a connection of the hub is one request, and its calls have traces of their own. Noise: health and the scrape itself.</summary>
    private static readonly PathString[] NotTraced = ["/hub", "/health", MetricsAccess.Path];

    private static readonly string[] Meters =
    [
        "ConsultCluster.Relay",
        "ConsultCluster.Nodes",
        HubMetrics.MeterName,
        StoreMetrics.MeterName,
        AuditMetrics.MeterName,
        AccountMetrics.MeterName,
        .. ClusterTelemetry.Meters,
        "Npgsql",
        "System.Runtime",
        "Microsoft.AspNetCore.Hosting",
        "Microsoft.AspNetCore.Server.Kestrel",
        "Microsoft.AspNetCore.Http.Connections",
        "Microsoft.AspNetCore.RateLimiting",
        "Microsoft.AspNetCore.Diagnostics",
    ];

    private static readonly string[] ActivitySources = ["Microsoft.AspNetCore.SignalR.Server", .. ClusterTelemetry.ActivitySources, "Npgsql"];

    /// <summary>For a server or gateway: after its store and hub.</summary>
    public static void AddServer(WebApplicationBuilder builder, ServerOptions options)
    {
        Add(builder, options);
        builder.Services.AddSingleton<HubMetrics>();
        // From the start on, not from the first connection.
        builder.Services.ConfigureOpenTelemetryMeterProvider(metrics => metrics
            .AddInstrumentation(services => services.GetRequiredService<HubMetrics>())
            .AddInstrumentation(services => services.GetRequiredService<AuditMetrics>())
            .AddInstrumentation(services => services.GetRequiredService<AccountMetrics>()));
        builder.Services.AddSingleton<HubMetricsFilter>();
        builder.Services.Configure<HubOptions>(hub => hub.AddFilter<HubMetricsFilter>());
        builder.Services.AddSingleton<StoreMetrics>();
        builder.Services.AddSingleton<StoreWrites>();
        MeasureStore(builder.Services);
    }

    /// <summary>For every process.</summary>
    public static void Add(WebApplicationBuilder builder, ServerOptions options)
    {
        var telemetry = builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource
                .AddService(ServiceName, serviceVersion: Version, serviceInstanceId: NodeRelays.NodeName(options.ToNode()))
                .AddAttributes(Attributes(options)))
            .WithMetrics(metrics => metrics.AddMeter(Meters).AddPrometheusExporter());
        if (string.IsNullOrWhiteSpace(builder.Configuration[EndpointVariable]))
        {
            return;
        }

        telemetry.WithTracing(tracing => tracing
            .AddAspNetCoreInstrumentation(http => http.Filter = context => !Array.Exists(NotTraced, path => context.Request.Path.StartsWithSegments(path)))
            .AddSource(ActivitySources));
        telemetry.WithLogging(configureBuilder: null, logs => logs.IncludeFormattedMessage = true);
        telemetry.UseOtlpExporter();
    }

    private static string? Version => typeof(TelemetrySetup).Assembly.GetName().Version?.ToString();

    private static IEnumerable<KeyValuePair<string, object>> Attributes(ServerOptions options)
    {
        yield return new("consultcluster.role", options.Role.ToString().ToLowerInvariant());
        if (options.Region.Length > 0)
        {
            yield return new("consultcluster.region", options.Region);
        }

        if (options.Cluster is { } cluster)
        {
            yield return new("consultcluster.cluster", cluster);
        }
    }

    private static void MeasureStore(IServiceCollection services)
    {
        var store = services.Last(service => service.ServiceType == typeof(IGroupStore));
        services.Remove(store);
        services.AddSingleton<IGroupStore>(provider => new MeasuredGroupStore(
            (IGroupStore)ActivatorUtilities.CreateInstance(provider, store.ImplementationType!), provider.GetRequiredService<StoreMetrics>(), provider.GetRequiredService<StoreWrites>()));
    }
}
