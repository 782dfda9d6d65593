using System.Collections.Immutable;
using ConsultCluster.Ports.Clusters;
using Microsoft.Extensions.Logging;

namespace ConsultCluster.Cluster.Silos;

/// <summary>Who is alive, as a silo tells this gateway.</summary>
internal sealed class GatewaySilos : ISilos, IAsyncDisposable
{
    /// <summary>A silo answers within a second, whether something changed or not.</summary>
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromMilliseconds(1250);

    /// <summary>Between asking one silo and asking the next, once the first has not answered.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    private readonly Func<int, string[], Task<string[]>> _ask;
    private readonly ILogger _logger;
    private readonly SiloRoll _roll;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _watching;
    private int _key;

    /// <param name="ask">Asks the silo to which that key leads, as <see cref="ISiloWatchGrain.NextAsync"/> does.</param>
    public GatewaySilos(Func<int, string[], Task<string[]>> ask, ILogger<GatewaySilos> logger)
    {
        (_ask, _logger, _roll) = (ask, logger, new SiloRoll(logger));
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
        try
        {
            while (true)
            {
                known = await AskAsync(known);
                _roll.Set([.. known.Select(name => (name, false))]);
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The gateway stops.
        }
    }

    /// <summary>The first answer. A client sends all calls to one grain through one silo; each further key asks through another, for the first may hang.</summary>
    private async Task<string[]> AskAsync(string[] known)
    {
        var asked = new List<(int Key, Task<string[]> Answer)>();
        var next = AnswerWithin;
        for (var key = _key; ; key++)
        {
            asked.Add((key, _ask(key, known)));
            var pause = Task.Delay(next, _stop.Token);
            await Task.WhenAny([.. asked.Select(ask => ask.Answer), pause]);
            foreach (var (answered, answer) in asked.Where(ask => ask.Answer.IsCompleted).ToArray())
            {
                if (answer.IsCompletedSuccessfully)
                {
                    _key = answered;
                    asked.ForEach(ask => ask.Answer.Ignore());
                    return await answer;
                }

                ClusterLog.WatchFailed(_logger, answer.Exception);
                asked.Remove((answered, answer));
            }

            next = Pause;
            await Task.Delay(pause.IsCompleted ? TimeSpan.Zero : Pause, _stop.Token);
        }
    }
}
