using System.Net;
using ConsultCluster.Relay;
using ConsultCluster.Relay.Remote.Agent;
using ConsultCluster.Relay.Remote.Hosting;
using ConsultCluster.Relay.Remote.Keys;
using ConsultCluster.Relay.Remote.Settings;

namespace ConsultCluster.RelayNode;

/// <summary>Builds and starts a relay node: relays, the link to the control process, and health.</summary>
public static class RelayNodeHost
{
    /// <summary>Time beyond the drain for the relays to say goodbye.</summary>
    private static readonly TimeSpan StopTime = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Starts the relays and returns when the node has joined, however long its control process takes to appear. Throws
    /// <see cref="StartupException"/> with one sentence when the machine does not allow it or the control process refuses.
    /// </summary>
    /// <param name="options">Checked options.</param>
    /// <param name="replace">Replaces services, for tests.</param>
    /// <param name="stop">Ends the wait.</param>
    public static async Task<StartedNode> StartAsync(RelayNodeOptions options, Action<IServiceCollection>? replace = null, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        WebApplication? app = null;
        try
        {
            TcpPorts.RequireFree(options);
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
            // Asked to stop before a control process appeared.
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

    private static WebApplication Build(RelayNodeOptions options, Action<IServiceCollection>? replace)
    {
        var joinKey = NodeKeySource.Given(options.NodeKey, options.KeyFile)?.Key;
        var identity = IdentityFolder.Open(options.Identity ?? $"node-{NodeRelays.NodeName(options.ToNode())}");
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Configuration.AddLogLevels(options);
        builder.Logging.ClearProviders();
        builder.Logging.AddSimpleConsole(o => o.SingleLine = true);
        builder.Logging.SetMinimumLevel(LogLevel.Information);
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = 0;
            // Other machines may ask for health only where the operator chose a port.
            kestrel.Listen(options.IsPublic && options.HttpPort != 0 ? IPAddress.Any : IPAddress.Loopback, options.HttpPort);
            MetricsAccess.Listen(kestrel, options.MetricsPort, options.IsPublic);
        });
        builder.Services.Configure<HostOptions>(o => o.ShutdownTimeout = options.Drain + StopTime);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(_ => identity);
        builder.Services.AddSingleton(NodeCredentials.OfNode(identity, JoinCodeText.Parse(options.Code), joinKey));
        builder.Services.AddNodeRelays(options.ToNode());
        builder.Services.AddNodeAgent();
        NodeTelemetry.Add(builder);
        replace?.Invoke(builder.Services);
        var app = builder.Build();
        NodeTelemetry.Use(app, options);
        NodeHealth.Map(app);
        return app;
    }
}
