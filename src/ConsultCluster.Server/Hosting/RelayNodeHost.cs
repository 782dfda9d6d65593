using System.Net;
using ConsultCluster.Relay;
using ConsultCluster.Server.Nodes.Agent;
using ConsultCluster.Server.Telemetry;

namespace ConsultCluster.Server.Hosting;

/// <summary>Builds and starts a relay node: relays, the link to the control process, and health. No web app, API or database.</summary>
public static class RelayNodeHost
{
    /// <summary>Beyond the drain, for the relays to say goodbye.</summary>
    private static readonly TimeSpan StopTime = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Starts the relays and returns when the node has joined, however long its control process takes to appear. Throws
    /// <see cref="StartupException"/> with one sentence when the machine does not allow it or the control process refuses.
    /// </summary>
    /// <param name="options">Checked options.</param>
    /// <param name="replace">Replaces services, for tests.</param>
    /// <param name="stop">Ends the wait.</param>
    public static async Task<StartedNode> StartAsync(ServerOptions options, Action<IServiceCollection>? replace = null, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        WebApplication? app = null;
        try
        {
            app = Build(options, replace);
            app.Services.GetRequiredService<RelayDirectory>();
            await app.StartAsync(stop);
            var agent = app.Services.GetRequiredService<NodeAgent>();
            using var ending = CancellationTokenSource.CreateLinkedTokenSource(stop, app.Lifetime.ApplicationStopping);
            if (await agent.FirstJoin.WaitAsync(ending.Token) is { } refused)
            {
                throw new StartupException($"{options.Join[0]} refused this node ({refused.Code}): {refused.Reason}");
            }

            return new StartedNode(app);
        }
        catch (OperationCanceledException) when (app?.Lifetime.ApplicationStopping.IsCancellationRequested == true)
        {
            // Asked to stop before there was anybody to join.
            return new StartedNode(app);
        }
        catch (Exception e)
        {
            if (app is not null)
            {
                await app.DisposeAsync();
            }

            throw StartupException.Explain(e, options) ?? e;
        }
    }

    private static WebApplication Build(ServerOptions options, Action<IServiceCollection>? replace)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        ServerLogging.Configure(builder.Logging);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = 0;
            // Health is asked from elsewhere only where a port was chosen for it.
            kestrel.Listen(options.IsPublic && options.HttpPort != 0 ? IPAddress.Any : IPAddress.Loopback, options.HttpPort);
            MetricsEndpoint.Listen(kestrel, options);
        });
        builder.Services.Configure<HostOptions>(o => o.ShutdownTimeout = options.Drain + StopTime);
        builder.Services.AddSingleton(TimeProvider.System);
        NodeServices.AddNode(builder.Services, options);
        TelemetrySetup.Add(builder, options);
        replace?.Invoke(builder.Services);
        var app = builder.Build();
        MetricsEndpoint.UseAccess(app, options);
        NodeHealth.Map(app);
        MetricsEndpoint.Map(app);
        return app;
    }
}
