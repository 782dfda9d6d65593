using ConsultCluster.Relay.Remote.Hosting;
using ConsultCluster.Server.Hosting;
using ConsultCluster.Storage.Audit;

namespace ConsultCluster.Server.Audit;

/// <summary>Services that watch the audit.</summary>
internal static class AuditServices
{
    public static void Add(IServiceCollection services, ServerOptions options)
    {
        services.AddSingleton<AuditState>();
        services.AddSingleton<AuditMetrics>();
        services.AddSingleton<AuditExporter>();
        services.AddSingleton<AuditWatch>();
        services.AddHostedService(s => s.GetRequiredService<AuditWatch>());
        if (options.AuditExport is { } path)
        {
            services.AddSingleton<IAuditExport>(s => new AuditFileExport(Path.GetFullPath(path), NodeRelays.NodeName(options.ToNode()), s.GetRequiredService<AuditKeys>()));
        }

        if (options.AuditExportUrl is { } url)
        {
            services.AddSingleton<IAuditExport>(_ => new AuditUrlExport(url, new HttpClient { Timeout = Timeout.InfiniteTimeSpan }));
        }
    }
}
