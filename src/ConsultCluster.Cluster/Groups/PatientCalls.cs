using System.Diagnostics;
using ConsultCluster.Ports.Clusters;
using ConsultCluster.Ports.Stores;
using Microsoft.Extensions.Logging;
using Orleans.Runtime.Messaging;

namespace ConsultCluster.Cluster.Groups;

/// <summary>
/// Calls to groups that wait out the loss of a silo: until it is noticed, calls to what was in it fail, and even new grains may be sent there. Every call of
/// the port may be made twice: the second one finds what the first has done.
/// </summary>
internal sealed class PatientCalls : IDisposable
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(400);

    /// <summary>What a call still gets when a silo was lost, in case that it is about to be answered by another one.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(100);

    /// <summary>
    /// Once a silo was lost during a call, each further attempt waits this long: a gateway may send it to the lost silo again until it has read the list of gateways anew.
    /// </summary>
    private static readonly TimeSpan AskAgainAfter = TimeSpan.FromMilliseconds(400);

    private readonly ISilos _silos;
    private readonly TimeSpan _patience;
    private readonly ILogger _logger;
    private HashSet<string> _live = [];
    private TaskCompletionSource _lost = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public PatientCalls(ISilos silos, TimeSpan patience, ILogger logger)
    {
        (_silos, _patience, _logger) = (silos, patience, logger);
        silos.Changed += OnSilosChanged;
    }

    public void Dispose() => _silos.Changed -= OnSilosChanged;

    /// <summary>Asks until there is an answer.</summary>
    /// <param name="settle">
    /// Turns the answer to a repeated call into what the caller means, for what is refused when it was done already: the answer to the first call may have been lost.
    /// </param>
    /// <exception cref="StorageUnavailableException">No silo answered in time; asking again is safe.</exception>
    public async Task<T> AskAsync<T>(Func<Task<T>> ask, Func<T, T>? settle = null)
    {
        var started = Stopwatch.GetTimestamp();
        var pause = FirstPause;
        var (repeated, lost) = (false, false);
        while (true)
        {
            try
            {
                if (await OrLostAsync(ask, lost) is { } asked)
                {
                    var answer = await asked;
                    return repeated && settle is not null ? settle(answer) : answer;
                }

                lost = true;
                if (Stopwatch.GetElapsedTime(started) > _patience)
                {
                    throw new StorageUnavailableException("The consultation's server was lost and no other one answers yet. Try again in a moment.");
                }
            }
            catch (Exception e) when (IsPassing(e))
            {
                ClusterLog.CallFailed(_logger, e);
                if (Stopwatch.GetElapsedTime(started) + pause > _patience)
                {
                    throw new StorageUnavailableException("The consultation's server was lost and no other one answers yet. Try again in a moment.", e);
                }

                await Task.Delay(pause);
                pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
            }

            repeated = true;
        }
    }

    /// <summary>What changing silos does to calls; anything else is a bug or broken for good.</summary>
    private static bool IsPassing(Exception e) =>
        e is OrleansMessageRejectionException or ConnectionFailedException or TimeoutException or ObjectDisposedException;

    /// <summary>The call, done; null when a silo was lost meanwhile, to which a gateway may have sent it: nobody would say so before the call's time is over.</summary>
    /// <param name="wasLost">One was lost before: the call may go there again, and no further loss would tell.</param>
    private async Task<Task<T>?> OrLostAsync<T>(Func<Task<T>> ask, bool wasLost)
    {
        var lost = wasLost ? Task.Delay(AskAgainAfter) : Volatile.Read(ref _lost).Task;
        var asked = ask();
        if (await Task.WhenAny(asked, lost) == asked || (!wasLost && await Task.WhenAny(asked, Task.Delay(Grace)) == asked))
        {
            return asked;
        }

        _ = asked.ContinueWith(static late => late.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
        return null;
    }

    private void OnSilosChanged()
    {
        var before = _live;
        _live = [.. _silos.Live.Select(silo => silo.Name)];
        if (!before.IsSubsetOf(_live))
        {
            Interlocked.Exchange(ref _lost, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult();
        }
    }
}
