using ConsultCluster.Media.Forwarding;
using ConsultCluster.Media.Sdp;
using ConsultCluster.Testing.Media;
using ConsultCluster.Testing.Network;

namespace ConsultCluster.Media.Tests.Forwarding;

public sealed class SlotTests
{
    [Fact]
    public void Flush_OnlyOneTerminal_ReceivesNothingOfItself()
    {
        using var scene = new RelayScene();
        var ann = scene.Enter();
        Assert.True(scene.Connect(ann));
        ann.Speak();
        ann.Film();
        scene.Network.RunFor(TimeSpan.FromSeconds(1));

        Assert.All(ann.Peer.Slots.Values, slot => Assert.Equal(0, slot.Received));
        Assert.Equal(0, scene.Core.Counters.RtpOut);
    }

    [Fact]
    public void Flush_OtherRouter_ReceivesNothing()
    {
        using var scene = new RelayScene();
        var ann = scene.Enter(router: 1);
        var eve = scene.Enter(router: 2);
        Assert.True(scene.Connect(ann, eve));
        ann.Speak();
        scene.Network.RunFor(TimeSpan.FromSeconds(1));

        Assert.All(eve.Peer.Slots.Values, slot => Assert.Equal(0, slot.Received));
    }

    [Fact]
    public void CloseSession_PublisherLeavesWhileAnotherWaits_SlotContinuesWithContiguousNumbersAndClock()
    {
        using var scene = new RelayScene();
        var watcher = scene.Enter(new MediaPeerOptions { AudioSlots = 1, VideoSlots = 1 });
        var first = scene.Enter();
        var second = scene.Enter();
        Assert.True(scene.Connect(watcher, first, second));
        first.Speak();
        first.Film();
        scene.Network.RunFor(TimeSpan.FromSeconds(1));
        second.Speak();
        second.Film();
        scene.Network.RunFor(TimeSpan.FromSeconds(1));
        Assert.All(watcher.Slots, slot => Assert.Equal(first.Key, slot.Publisher));

        scene.Core.CloseSession(first.Key, scene.Now, scene.Network.SinkOf(scene.Relay));
        scene.Relay.Drain();
        scene.Network.RunFor(TimeSpan.FromSeconds(1));

        Assert.All(watcher.Slots, slot => Assert.Equal(second.Key, slot.Publisher));
        foreach (var slot in watcher.Peer.Slots.Values)
        {
            var publishers = slot.Packets.Select(packet => packet.Content.PublisherSsrc).Distinct().Count();
            Assert.Equal(2, publishers);
            Assert.Equal(0, slot.CountMissing());
            var order = slot.InOrder.ToArray();
            for (var i = 1; i < order.Length; i++)
            {
                var elapsed = (order[i].At - order[i - 1].At).TotalSeconds * (slot.Section.Kind == MediaKind.Audio ? 48_000 : 90_000);
                Assert.InRange((int)(order[i].Timestamp - order[i - 1].Timestamp), elapsed - 9000, elapsed + 9000);
                Assert.True((int)(order[i].Timestamp - order[i - 1].Timestamp) >= 0);
            }
        }
    }

    [Fact]
    public void CloseSession_NobodyWaits_SlotIsEmptiedAndReported()
    {
        using var scene = new RelayScene();
        var watcher = scene.Enter();
        var ann = scene.Enter();
        Assert.True(scene.Connect(watcher, ann));
        ann.Speak();
        scene.Network.RunFor(TimeSpan.FromSeconds(1));
        Assert.Contains(watcher.Slots, slot => slot.Publisher == ann.Key && slot.Source == TrackSource.Microphone);

        scene.Core.CloseSession(ann.Key, scene.Now, scene.Network.SinkOf(scene.Relay));
        scene.Relay.Drain();

        Assert.All(watcher.Slots, slot => Assert.Null(slot.Publisher));
        scene.Network.RunFor(TimeSpan.FromSeconds(1));
        Assert.True(ann.Peer.IsClosed);
        Assert.Equal(1, scene.Core.SessionCount);
    }

    [Fact]
    public void Assign_PublisherStays_ItsSlotNeverChanges()
    {
        using var scene = new RelayScene();
        var watcher = scene.Enter(new MediaPeerOptions { AudioSlots = 3 });
        var seats = Enumerable.Range(0, 3).Select(_ => scene.Enter()).ToArray();
        Assert.True(scene.Connect([watcher, .. seats]));
        foreach (var seat in seats)
        {
            seat.Speak();
        }

        scene.Network.RunFor(TimeSpan.FromSeconds(1));
        var before = watcher.Slots.Single(slot => slot.Publisher == seats[2].Key).Mid;
        scene.Core.CloseSession(seats[0].Key, scene.Now, scene.Network.SinkOf(scene.Relay));
        scene.Network.RunFor(TimeSpan.FromSeconds(1));

        Assert.Equal(before, watcher.Slots.Single(slot => slot.Publisher == seats[2].Key).Mid);
    }

    [Fact]
    public void HandleTimeout_ScreenIsNoLongerShared_SlotIsEmptiedAfterFiveSeconds()
    {
        using var scene = new RelayScene();
        var watcher = scene.Enter();
        var ann = scene.Enter(new MediaPeerOptions { SendsScreen = true });
        Assert.True(scene.Connect(watcher, ann));
        ann.Film();
        ann.Share();
        scene.Network.RunFor(TimeSpan.FromSeconds(1));
        Assert.Contains(watcher.Slots, slot => slot.Source == TrackSource.Screen);

        ann.Stop(ann.Peer.Screen!);
        scene.Network.RunFor(TimeSpan.FromSeconds(4));
        Assert.Contains(watcher.Slots, slot => slot.Source == TrackSource.Screen);
        scene.Network.RunFor(TimeSpan.FromSeconds(3));

        Assert.DoesNotContain(watcher.Slots, slot => slot.Source == TrackSource.Screen);
        Assert.Contains(watcher.Slots, slot => slot.Source == TrackSource.Camera);
    }
}
