using ConsultCluster.Cluster.Wire;

namespace ConsultCluster.Cluster.Events;

/// <summary>Hears the news of one group in another process. Answered, not one-way: so they come in order, and who does not hear is noticed.</summary>
internal interface INewsObserver : IGrainObserver
{
    /// <summary>The next calls, in order. The same ones may come again after a lost answer.</summary>
    [ResponseTimeout("00:00:05")]
    Task HearAsync(FeedId feed, [Immutable] GroupNews[] news);
}
