using ConsultCluster.Cluster.Wire;
using Orleans.Concurrency;

namespace ConsultCluster.Cluster.Events;

/// <summary>Receives the events of one group in another process. Answered, not one-way, so that they arrive in order and a receiver that is gone is noticed.</summary>
internal interface IGroupEventReceiver : IGrainObserver
{
    /// <summary>The next notices, in order. The same ones may come again after a lost answer.</summary>
    [ResponseTimeout("00:00:05")]
    Task ReceiveAsync(FeedId feed, [Immutable] GroupNotice[] notices);

    /// <summary>The group's activation ends; a new subscription reaches the next one.</summary>
    [OneWay]
    Task EndedAsync();
}
