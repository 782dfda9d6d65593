using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace ConsultCluster.Cluster.Hosting;

/// <summary>
/// Stops a silo without waiting for a database that is away. Orleans retries its farewell in the membership table for more than a minute; the other silos declare
/// a silent silo dead by themselves.
/// </summary>
internal sealed class BoundedStop(IHostedService silo, Func<CancellationToken, Task> askDatabase, TimeProvider clock, ILogger<BoundedStop> logger) : IHostedService
{
    /// <summary>Between two questions to the database.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(0.5);

    /// <summary>Longest wait for an answer.</summary>
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(2);

    /// <summary>Failures in a row after which the stop goes on without the silo: 1 s when it refuses, 7 s when it hangs.</summary>
    internal const int Failures = 3;

    /// <summary>Stopping and disposing the host stops its services once each.</summary>
    private bool _abandoned;

    public static void Add(IServiceCollection services, string connection)
    {
        var host = services.Single(service => service.ServiceType == typeof(IHostedService) && service.ImplementationType?.Name == "SiloHostedService");

        // In its place: what Orleans adds after the silo starts after it, too.
        services[services.IndexOf(host)] = ServiceDescriptor.Singleton<IHostedService>(provider => new BoundedStop(
            (IHostedService)ActivatorUtilities.CreateInstance(provider, host.ImplementationType!),
            cancellation => AskAsync(connection, cancellation),
            TimeProvider.System,
            provider.GetRequiredService<ILogger<BoundedStop>>()));
    }

    public Task StartAsync(CancellationToken cancellationToken) => silo.StartAsync(cancellationToken);

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_abandoned)
        {
            return;
        }

        using var ended = new CancellationTokenSource();
        var stop = silo.StopAsync(cancellationToken);
        var watch = IsLostAsync(ended.Token);
        await Task.WhenAny(stop, watch);
        await ended.CancelAsync();
        if (await watch && !stop.IsCompleted)
        {
            _abandoned = true;
            ClusterLog.StopWithoutDatabase(logger);
            // Nobody needs to know how it ends.
            _ = stop.ContinueWith(late => late.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
            return;
        }

        await stop;
    }

    private static async Task AskAsync(string connection, CancellationToken cancellation)
    {
        await using var database = new NpgsqlConnection(connection);
        await database.OpenAsync(cancellation);
        await using var question = new NpgsqlCommand("SELECT 1", database);
        await question.ExecuteScalarAsync(cancellation);
    }

    /// <summary>True when the database has failed <see cref="Failures"/> times in a row; false when <paramref name="ended"/> comes first.</summary>
    private async Task<bool> IsLostAsync(CancellationToken ended)
    {
        for (var failures = 0; !ended.IsCancellationRequested;)
        {
            using var patience = new CancellationTokenSource(AnswerWithin, clock);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, ended);
            try
            {
                await askDatabase(either.Token).WaitAsync(either.Token);
                failures = 0;
            }
            catch (Exception e) when (e is NpgsqlException or OperationCanceledException or TimeoutException)
            {
                if (!ended.IsCancellationRequested && ++failures == Failures)
                {
                    return true;
                }
            }

            await Task.Delay(Interval, clock, ended).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return false;
    }
}
