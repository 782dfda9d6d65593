using System.Collections.Immutable;
using ConsultCluster.Ports.Clusters;
using Microsoft.Extensions.Logging;

namespace ConsultCluster.Cluster.Silos;

/// <summary>Who is alive, as a silo tells this gateway.</summary>
internal sealed class GatewaySilos : ISilos, IAsyncDisposable
{
    /// <summary>After a silo that did not answer; another one may be asked next.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    private readonly IGrainFactory _grains;
    private readonly ILogger _logger;
    private readonly SiloRoll _roll;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _watching;

    public GatewaySilos(IGrainFactory grains, ILogger<GatewaySilos> logger)
    {
        (_grains, _logger, _roll) = (grains, logger, new SiloRoll(logger));
        _watching = Task.Run(WatchAsync);
    }

    /// <inheritdoc/>
    public event Action? Changed
    {
        add => _roll.Changed += value;
        remove => _roll.Changed -= value;
    }

    /// <inheritdoc/>
    public ImmutableArray<LiveSilo> Live => _roll.Live;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _watching;
    }

    private async Task WatchAsync()
    {
        string[] known = [];
        var key = 0;
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                known = await _grains.GetGrain<ISiloWatchGrain>(key).NextAsync(known).WaitAsync(_stop.Token);
                _roll.Set([.. known.Select(name => (name, false))]);
            }
            catch (Exception e)
            {
                ClusterLog.WatchFailed(_logger, e);

                // A client sends all calls to one grain through one silo: another key leads through another one.
                key++;
                await Task.Delay(Pause, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }
}
