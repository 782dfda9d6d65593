using ConsultCluster.Media.Forwarding;
using ConsultCluster.Testing.Media;
using ConsultCluster.Testing.Network;

namespace ConsultCluster.Media.Tests.Forwarding;

public sealed class SixteenSessionsTests
{
    [Fact]
    public void Flush_SixteenTerminalsPublish_EachReceivesAllOthers()
    {
        using var scene = new RelayScene();
        var seats = Enumerable.Range(0, 16).Select(_ => scene.Enter(new MediaPeerOptions { AudioSlots = 15, VideoSlots = 15 })).ToArray();
        Assert.True(scene.Connect(seats));
        foreach (var seat in seats)
        {
            seat.Speak();
            seat.Film(packets: 2, packetLength: 600);
        }

        scene.Network.RunFor(TimeSpan.FromSeconds(2));

        foreach (var seat in seats)
        {
            var others = seats.Where(other => other != seat).ToArray();
            Assert.Equal(
                others.Select(other => other.Peer.Camera!.Section.Ssrc).Order(),
                seat.Peer.VideoSlots.Select(slot => slot.Packets.Select(packet => packet.Content.PublisherSsrc).Distinct().Single()).Order());
            Assert.All(seat.Peer.VideoSlots, slot => Assert.InRange(slot.CountDecodableFrames(), 50, 61));
            Assert.All(seat.Peer.AudioSlots, slot => Assert.InRange(slot.Packets.Count, 90, 102));
            Assert.True(scene.EventsOf<MediaChanged>(seat).Last() is { Sends: true, Receives: true });
            Assert.Equal(30, seat.Slots.Count(slot => slot.Publisher is not null));
        }
    }
}
