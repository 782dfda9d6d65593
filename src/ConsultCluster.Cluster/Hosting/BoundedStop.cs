using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ConsultCluster.Cluster.Hosting;

/// <summary>
/// Stops the silo, but does not wait for a database that is away: Orleans retries for a minute and more to write that the silo is leaving, whatever the stop's
/// cancellation says. A silo that just ends loses nothing; the others notice it as a killed one.
/// </summary>
internal sealed class BoundedStop(IHostedService silo, ILogger<BoundedStop> logger) : IHostedService
{
    /// <summary>A silo whose database answers leaves in about a second.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(7);

    private Task? _stopping;

    /// <summary>Puts itself around Orleans' own hosted service.</summary>
    public static void Add(IServiceCollection services)
    {
        var inner = services.Single(service => service.ServiceType == typeof(IHostedService) && service.ImplementationType?.Name == "SiloHostedService");
        var index = services.IndexOf(inner);
        services[index] = ServiceDescriptor.Singleton<IHostedService>(provider => new BoundedStop(
            (IHostedService)ActivatorUtilities.CreateInstance(provider, inner.ImplementationType!), provider.GetRequiredService<ILogger<BoundedStop>>()));
    }

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) => silo.StartAsync(cancellationToken);

    /// <summary>A host may be stopped twice; the second time waits for nothing new.</summary>
    public Task StopAsync(CancellationToken cancellationToken) => _stopping ??= StopOnceAsync(cancellationToken);

    private async Task StopOnceAsync(CancellationToken cancellationToken)
    {
        var stopping = silo.StopAsync(cancellationToken);
        try
        {
            await stopping.WaitAsync(Limit, CancellationToken.None);
        }
        catch (TimeoutException)
        {
            _ = stopping.ContinueWith(static late => late.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
            ClusterLog.StopCutShort(logger, Limit.TotalSeconds);
        }
    }
}
