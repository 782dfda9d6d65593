using ConsultCluster.Media.Forwarding;
using ConsultCluster.Testing.Media;
using ConsultCluster.Testing.Network;

namespace ConsultCluster.Media.Tests.Forwarding;

public sealed class HostilePacketTests
{
    [Fact]
    public void HandleDatagram_PayloadTooLarge_IsDroppedAndCountedAndTheCallContinues()
    {
        using var scene = new RelayScene();
        var ann = scene.Enter();
        var bob = scene.Enter();
        Assert.True(scene.Connect(ann, bob));
        ann.Peer.Microphone!.SendPacket(new byte[1900], marker: false, timestamp: 1, ann.Sink);
        ann.Speak();
        scene.Network.RunFor(TimeSpan.FromSeconds(1));

        Assert.Equal(1, scene.Core.Counters.TooLarge);
        Assert.InRange(bob.Peer.AudioSlots.First().Packets.Count, 48, 52);
    }

    [Fact]
    public void Flush_SinkThrows_ThePacketDoesNotComeBackWithTheNextBatch()
    {
        using var scene = new RelayScene();
        var ann = scene.Enter();
        var bob = scene.Enter();
        Assert.True(scene.Connect(ann, bob));
        ann.Speak();
        scene.Network.RunFor(TimeSpan.FromSeconds(1));
        var sent = new ListSink();
        ann.Peer.Microphone!.SendFrame(1, 80, scene.Now, sent);
        scene.Core.HandleDatagram(sent.Sent[0].Datagram, ann.Address, scene.Now, sent);

        Assert.Throws<NotSupportedException>(() => scene.Core.Flush(scene.Now, new BrokenSink()));
        var after = new ListSink();
        scene.Core.Flush(scene.Now, after);
        Assert.Empty(after.Sent);
        scene.Network.RunFor(TimeSpan.FromSeconds(1));
        Assert.InRange(bob.Peer.AudioSlots.First().Packets.Count, 96, 103);
    }

    [Fact]
    public void TryOpenSession_MoreSectionsThanTracksAreAllowed_TheRestIsIgnored()
    {
        using var scene = new RelayScene();
        var bob = scene.Enter(new MediaPeerOptions { AudioSlots = 0, VideoSlots = 30 });
        var eve = scene.Enter(new MediaPeerOptions { SendsAudio = false, FurtherVideos = 20, AudioSlots = 0, VideoSlots = 0 });
        Assert.True(scene.Connect(bob, eve));
        foreach (var track in eve.Peer.Tracks)
        {
            eve.Peer.Pace(track, TimeSpan.FromMilliseconds(50), 1, 500, scene.Now);
        }

        scene.Network.RunFor(TimeSpan.FromSeconds(2));

        Assert.Equal(8, bob.Slots.Count(slot => slot.Publisher is not null));
        Assert.Empty(scene.Relay.Events.OfType<SessionGone>());
    }

    private sealed class BrokenSink : IDatagramSink
    {
        public Span<byte> Reserve(scoped in TransportAddress to, int maxLength) => throw new NotSupportedException();

        public void Commit(int length)
        {
        }
    }
}
