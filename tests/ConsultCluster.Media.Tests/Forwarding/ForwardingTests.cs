using ConsultCluster.Media.Forwarding;
using ConsultCluster.Testing.Network;

namespace ConsultCluster.Media.Tests.Forwarding;

public sealed class ForwardingTests
{
    [Fact]
    public void Flush_TwoTerminalsPublish_EachReceivesSoundAndPictureOfTheOther()
    {
        using var scene = new RelayScene();
        var ann = scene.Enter();
        var bob = scene.Enter();
        Assert.True(scene.Connect(ann, bob));
        ann.Speak();
        ann.Film();
        bob.Speak();
        bob.Film();
        scene.Network.RunFor(TimeSpan.FromSeconds(3));

        foreach (var (receiver, publisher) in new[] { (ann, bob), (bob, ann) })
        {
            var audio = receiver.Peer.AudioSlots.First();
            var video = receiver.Peer.VideoSlots.First();
            Assert.InRange(audio.Packets.Count, 145, 152);
            Assert.All(audio.Packets, packet => Assert.Equal(publisher.Peer.Microphone!.Section.Ssrc, packet.Content.PublisherSsrc));
            Assert.InRange(video.CountDecodableFrames(), 85, 91);
            Assert.All(video.Packets, packet => Assert.Equal(publisher.Peer.Camera!.Section.Ssrc, packet.Content.PublisherSsrc));
            Assert.Equal(0, audio.CountMissing() + video.CountMissing());
            var last = scene.EventsOf<MediaChanged>(receiver).Last();
            Assert.True(last is { Sends: true, Receives: true });
        }

        Assert.Equal(0, scene.Core.Counters.AuthenticationFailed + scene.Core.Counters.UnknownSsrc + scene.Core.Counters.Duplicates);
    }
}
