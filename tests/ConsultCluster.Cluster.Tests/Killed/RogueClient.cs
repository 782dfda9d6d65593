using ConsultCluster.Cluster.Wire;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;

namespace ConsultCluster.Cluster.Tests.Killed;

/// <summary>Orleans' own client, which knows where the silos are. Counts how often they refused it.</summary>
internal sealed class RogueClient : IAsyncDisposable
{
    private readonly IHost _host;
    private readonly RefusalLog _log;
    private readonly CancellationTokenSource _stop = new();

    private RogueClient(IHost host, RefusalLog log) => (_host, _log) = (host, log);

    public IGrainFactory Grains => _host.Services.GetRequiredService<IGrainFactory>();

    public static RogueClient Create(string connection, Action<IClientBuilder> tls)
    {
        var log = new RefusalLog();
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders().AddProvider(log).SetMinimumLevel(LogLevel.Warning);
        builder.UseOrleansClient(client =>
        {
            client.Configure<ClusterOptions>(cluster => (cluster.ClusterId, cluster.ServiceId) = ("consultcluster", "consultcluster"));
            client.UseAdoNetClustering(database => (database.Invariant, database.ConnectionString) = ("Npgsql", connection));
            tls(client);
            DomainJson.Add(client.Services);
        });
        return new RogueClient(builder.Build(), log);
    }

    /// <summary>Ends when a silo let it in.</summary>
    public Task StartAsync() => _host.StartAsync(_stop.Token);

    /// <summary>Ends when its connections failed so often.</summary>
    public async Task RefusedAsync(int times)
    {
        for (var i = 0; i < times; i++)
        {
            await _log.Refused.WaitAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await _host.StopAsync(now.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await ((IAsyncDisposable)_host).DisposeAsync();
    }

    private sealed class RefusalLog : ILoggerProvider, ILogger
    {
        public SemaphoreSlim Refused { get; } = new(0);

        public ILogger CreateLogger(string categoryName) => categoryName == "Orleans.Runtime.Messaging.ConnectionManager" ? this : new RefusalLog();

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (formatter(state, exception).StartsWith("Connection attempt to endpoint", StringComparison.Ordinal))
            {
                Refused.Release();
            }
        }

        public void Dispose()
        {
        }
    }
}
