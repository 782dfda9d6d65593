using ConsultCluster.Cluster.Events;
using ConsultCluster.Cluster.Wire;
using ConsultCluster.Domain;
using ConsultCluster.Domain.Groups;
using ConsultCluster.Domain.Groups.Events;
using ConsultCluster.Testing.Groups;
using Microsoft.Extensions.Logging.Abstractions;

namespace ConsultCluster.Cluster.Tests.Events;

/// <summary>A subscriber hears that it missed something when a feed broke off, and only then.</summary>
public sealed class MissedEventsTests
{
    private static readonly TerminalId A = new("t_a");

    private readonly RecordingObserver _observer = new();

    [Fact]
    public async Task Receive_FirstFeed_HearsEventsOnly()
    {
        var subscription = Subscribed(epoch: 1, sequence: 5);

        await subscription.ReceiveAsync(new FeedId(1, 1), [new GroupNotice(1, Missed(1, 5), null, null), new GroupNotice(2, Away(6), null, null)]);

        Assert.Equal([Away(6)], _observer.Events);
    }

    [Fact]
    public async Task Receive_FirstFeedBeforeTheAnswer_HearsEventsOnly()
    {
        var subscription = new Subscription(Scene.Id, _observer, () => { }, NullLogger.Instance);

        await subscription.ReceiveAsync(new FeedId(1, 1), [new GroupNotice(1, Missed(1, 5), null, null), new GroupNotice(2, Away(6), null, null)]);
        subscription.Give(Missed(1, 5).Snapshot);

        Assert.Equal([Away(6)], _observer.Events);
    }

    [Fact]
    public async Task Receive_FeedOfTheNextActivation_HearsTheSnapshotBeforeItsEvents()
    {
        var subscription = Subscribed(epoch: 1, sequence: 5);
        await subscription.ReceiveAsync(new FeedId(1, 1), [new GroupNotice(1, Missed(1, 5), null, null)]);

        await subscription.ReceiveAsync(new FeedId(2, 1), [new GroupNotice(1, Missed(2, 8), null, null), new GroupNotice(2, Away(9), null, null)]);
        await subscription.ReceiveAsync(new FeedId(1, 1), [new GroupNotice(2, Away(6), null, null)]);

        Assert.Equal([8, 9], _observer.Events.Select(e => e.Sequence));
        Assert.IsType<EventsMissed>(_observer.Events[0]);
    }

    [Fact]
    public void Renew_ReceiverTooFarBehind_NeedsANewFeedAndIsToldSo()
    {
        var feeds = new EventFeeds(Scene.Id, TimeSpan.FromMinutes(1), NullLogger.Instance);
        var receiver = new HangingReceiver();
        var id = Guid.NewGuid();
        Assert.False(feeds.Renew(id));
        feeds.Add(id, receiver, Missed(1, 5), []);
        Assert.True(feeds.Renew(id));

        for (var sequence = 6; !receiver.IsEnded && sequence < 10_000; sequence++)
        {
            feeds.Tell(Away(sequence));
        }

        Assert.True(receiver.IsEnded);
        Assert.False(feeds.Renew(id));
        feeds.Add(id, receiver, Missed(1, 10_000), []);
        Assert.True(feeds.Renew(id));
    }

    private static MemberReconnecting Away(long sequence) => new(Scene.Id, sequence, DateTimeOffset.UnixEpoch, A);

    private static EventsMissed Missed(long epoch, long sequence) => new(
        Scene.Id,
        sequence,
        DateTimeOffset.UnixEpoch,
        new GroupSnapshot(
            Scene.Id, new RequestId("r1"), sequence, epoch, GroupState.Active, "purpose", Urgency.Urgent, 16, DateTimeOffset.UnixEpoch, null, null, []),
        [],
        []);

    private Subscription Subscribed(long epoch, long sequence)
    {
        var subscription = new Subscription(Scene.Id, _observer, () => { }, NullLogger.Instance);
        subscription.Give(Missed(epoch, sequence).Snapshot);
        return subscription;
    }

    private sealed class HangingReceiver : IGroupEventReceiver
    {
        public bool IsEnded { get; private set; }

        public Task ReceiveAsync(FeedId feed, GroupNotice[] notices) => new TaskCompletionSource().Task;

        public Task EndedAsync()
        {
            IsEnded = true;
            return Task.CompletedTask;
        }
    }
}
