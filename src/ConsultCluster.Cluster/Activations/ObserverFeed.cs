using ConsultCluster.Ports.Groups;
using Microsoft.Extensions.Logging;

namespace ConsultCluster.Cluster.Activations;

/// <summary>Tells one observer, in order, off the group's turn: one that is slow or throws harms nobody else.</summary>
internal sealed class ObserverFeed(IGroupObserver observer, ILogger logger)
{
    /// <summary>An observer this far behind loses news; the gap in the sequence tells it to ask for a snapshot.</summary>
    private const int MaxBacklog = 4096;

    private readonly TurnQueue _queue = new();

    public IGroupObserver Observer { get; } = observer;

    public void Tell(Action<IGroupObserver> news)
    {
        if (_queue.Count >= MaxBacklog)
        {
            EngineLog.ObserverTooSlow(logger);
            return;
        }

        _queue.TryPost(() =>
        {
            try
            {
                news(Observer);
            }
            catch (Exception e)
            {
                EngineLog.ObserverFailed(logger, e);
            }

            return Task.CompletedTask;
        });
    }
}
