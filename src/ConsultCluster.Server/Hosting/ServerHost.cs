using System.Net;
using ConsultCluster.Ports.Stores;
using ConsultCluster.Relay.Remote;
using ConsultCluster.Relay.Remote.Hosting;
using ConsultCluster.Relay.Remote.Settings;
using ConsultCluster.Server.Api;
using ConsultCluster.Server.Api.Cluster;
using ConsultCluster.Server.Audit;
using ConsultCluster.Server.Auth;
using ConsultCluster.Server.Hubs.Connections;
using ConsultCluster.Server.Telemetry;
using ConsultCluster.Server.Tokens;
using ConsultCluster.Server.Whip;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

namespace ConsultCluster.Server.Hosting;

/// <summary>Builds and starts the whole server.</summary>
public static partial class ServerHost
{
    /// <summary>WHIP and WHEP offers are the largest bodies.</summary>
    private const long MaxBody = 300 * 1024;

    /// <summary>
    /// What one connection may have in memory that nobody has read yet, in bytes: 64 KiB, where Kestrel allows 1 MiB. Whoever sends more waits. Over HTTP/2 for all requests of a
    /// connection together.
    /// </summary>
    private const int MaxUnread = 64 * 1024;

    private static readonly TimeSpan StopTime = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Starts serving. Throws <see cref="StartupException"/> with one sentence when the machine does not allow it.
    /// </summary>
    /// <param name="options">Checked options.</param>
    /// <param name="replace">Replaces services, for tests.</param>
    public static async Task<StartedServer> StartAsync(ServerOptions options, Action<IServiceCollection>? replace = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        WebApplication? app = null;
        try
        {
            var rights = DataFolderRights.Secure(Path.GetFullPath(options.Data));
            app = Build(options, replace);
            foreach (var sentence in rights.Concat(Warnings(options)))
            {
                LogWarning(app.Logger, sentence);
            }

            if (!options.IsClustered)
            {
                // Servers of a cluster on one machine share the folder: it holds the keys that all of them need.
                app.Services.GetRequiredService<DataFolderLock>();
            }

            app.Services.GetRequiredService<PortClaims>();
            TcpPorts.RequireFree(options);
            await StoreChoice.PrepareAsync(app.Services);
            // Another data key than the database's ends the start here, before anything is signed with it.
            await app.Services.GetRequiredService<ISigningKeyStore>().ListAsync();
            await app.Services.GetRequiredService<AuditWatch>().CheckAtStartAsync();
            await app.Services.GetRequiredService<TokenKeys>().LoadAsync();
            if (app.Services.GetService<ClusterCookieKeys>() is { } cookieKeys)
            {
                await cookieKeys.LoadAsync();
            }

            await app.Services.GetRequiredService<KnownDevices>().LoadAsync();
            var demo = app.Services.GetRequiredService<DemoAccounts>();
            if (options.Demo && await demo.CreateAsync() is { Succeeded: false } refused)
            {
                throw new StartupException(refused.Refusal!.Reason);
            }

            var setupCode = await app.Services.GetRequiredService<SetupCode>().PrintableAsync();
            await SiloSetup.PrepareAsync(app.Services);
            await app.StartAsync();
            return new StartedServer(app, setupCode);
        }
        catch (Exception e)
        {
            if (app is not null)
            {
                await app.DisposeAsync();
            }

            throw StartupFailures.Explain(e, options) ?? e;
        }
    }

    /// <summary>What is allowed and dangerous.</summary>
    internal static IEnumerable<string> Warnings(ServerOptions options)
    {
        if (options is { IsPublic: true, Https: false } && options.HttpPort != 0)
        {
            yield return $"Plain HTTP on every interface, TCP port {options.HttpPort}: whoever is on the way reads passwords, links and patients, and browsers refuse camera and "
                + "microphone. Start with --https, or let only a reverse proxy with TLS reach this port (docs/operations.md, HTTPS).";
        }

        if (options is { IsPublic: true, Demo: true })
        {
            yield return "Demo accounts where others can reach the server: whoever knows their password is its administrator.";
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "{Sentence}")]
    private static partial void LogWarning(ILogger logger, string sentence);

    private static WebApplication Build(ServerOptions options, Action<IServiceCollection>? replace)
    {
        var data = Path.GetFullPath(options.Data);
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Configuration.AddLogLevels(options);
        ServerLogging.Configure(builder.Logging);
        var certificate = new OwnCertificate();
        builder.WebHost.ConfigureKestrel(kestrel => Listen(kestrel, options, data, certificate));
        builder.Services.Configure<HostOptions>(o => o.ShutdownTimeout = options.IsClustered ? options.Drain + StopTime : StopTime);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(Options.Create(options));
        builder.Services.AddSingleton(_ => DataFolderLock.Take(data));
        builder.Services.AddSingleton(_ => PortClaims.Take(options.SiloListens));
        SiloSetup.Add(builder, options, data);
        ApiServices.Add(builder.Services, options, data);
        builder.Services.AddSingleton<RefusalLog>();
        builder.Services.AddHostedService(s => s.GetRequiredService<RefusalLog>());
        AuditServices.Add(builder.Services, options);
        HubServices.Add(builder.Services);
        ControlServices.Add(builder.Services, options, data, certificate);
        builder.Services.AddSingleton(s => new DemoAccounts(
            options.Demo, s.GetRequiredService<IPersonStore>(), s.GetRequiredService<StaffPasswords>(), s.GetRequiredService<TimeProvider>()));
        TelemetrySetup.AddServer(builder, options);
        replace?.Invoke(builder.Services);
        var app = builder.Build();
        Pipeline(app, options);
        return app;
    }

    private static void Listen(KestrelServerOptions kestrel, ServerOptions options, string data, OwnCertificate own)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = MaxBody;
        kestrel.Limits.MaxRequestBufferSize = MaxUnread;
        kestrel.Limits.Http2.InitialConnectionWindowSize = MaxUnread;
        kestrel.Limits.Http2.InitialStreamWindowSize = MaxUnread;
        kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(15);
        if (options.HttpPort == 0)
        {
            kestrel.Listen(IPAddress.Loopback, 0);
        }
        else if (options.IsPublic && !options.Https)
        {
            kestrel.ListenAnyIP(options.HttpPort);
        }
        else
        {
            kestrel.ListenLocalhost(options.HttpPort);
        }

        MetricsAccess.Listen(kestrel, options.MetricsPort, options.IsPublic);
        if (options.Https)
        {
            var certificate = SelfMadeCertificate.LoadOrCreate(data, [.. options.Advertise], DateTimeOffset.UtcNow);
            own.Set(certificate);
            kestrel.Listen(
                options.IsPublic ? IPAddress.IPv6Any : IPAddress.Loopback, options.HttpsPort, listen => listen.UseHttps(certificate));
        }
    }

    private static string? WebFolder(ServerOptions options)
    {
        var folder = options.Web is { } web ? Path.GetFullPath(web) : Path.Combine(AppContext.BaseDirectory, "wwwroot");
        return File.Exists(Path.Combine(folder, "index.html")) ? folder : null;
    }

    private static void Pipeline(WebApplication app, ServerOptions options)
    {
        var webFolder = WebFolder(options);
        app.UseForwardedHeaders();
        app.Use(Refusals.LogAsync);
        MetricsEndpoint.UseAccess(app, options);
        app.Use(SecurityHeaders.AddAsync);
        app.Use(new AllowedHosts(options).CheckAsync);
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        app.UseResponseCompression();
        if (webFolder is not null)
        {
            WebApp.UseFiles(app, webFolder);
        }

        app.UseRouting();
        if (webFolder is not null)
        {
            WebApp.UsePages(app, webFolder);
        }

        app.Use(SameOrigin.CheckAsync);
        app.Use(BodyCharset.CheckAsync);
        app.UseCors();
        app.UseAuthentication();
        app.UseRateLimiter();
        app.Use(OwnPasswordFirst.CheckAsync);
        app.UseAuthorization();
        var api = app.MapGroup("/api").RequireAuthorization(StaffPolicies.Staff).WithMetadata(new ApiBodyLimit());
        SetupEndpoints.Map(api);
        RecoveryEndpoints.Map(api);
        SessionEndpoints.Map(api);
        OwnAccountEndpoints.Map(api);
        PeopleEndpoints.Map(api);
        ConsultationEndpoints.Map(api);
        TokenEndpoints.Map(api);
        RecordEndpoints.Map(api);
        AuditEndpoints.Map(api);
        SigningKeyEndpoints.Map(api);
        ClusterEndpoints.Map(api);
        if (options.Dashboard)
        {
            DashboardPage.Map(app);
        }

        HealthEndpoints.Map(app);
        MetricsEndpoint.Map(app);
        WhipEndpoints.Map(app);
        app.MapNodeEndpoint();
        app.MapOpenApi();
        ApiPage.Map(app);
        HubEndpoint.Map(app);
    }
}
