using ConsultCluster.Testing.Media;
using ConsultCluster.Testing.Network;

namespace ConsultCluster.Media.Tests.Forwarding;

public sealed class MappingTests
{
    [Fact]
    public void Flush_ReceiverHasOtherNumbers_PayloadTypesAndExtensionsAreTheReceivers()
    {
        using var scene = new RelayScene();
        var ann = scene.Enter();
        var bob = scene.Enter(new MediaPeerOptions
        {
            OpusPayloadType = 109,
            Vp8PayloadType = 120,
            Vp8RtxPayloadType = 124,
            MidExtension = 9,
            AudioLevelExtension = 3,
        });
        Assert.True(scene.Connect(ann, bob));
        ann.Speak();
        ann.Film();
        scene.Network.RunFor(TimeSpan.FromSeconds(1));

        var audio = bob.Peer.AudioSlots.First();
        Assert.NotEmpty(audio.Packets);
        Assert.All(audio.Packets, packet => Assert.Equal((109, audio.Section.Mid, (byte?)(0x80 | 30)), (packet.PayloadType, packet.Mid, packet.AudioLevel)));
        var video = bob.Peer.VideoSlots.First();
        Assert.NotEmpty(video.Packets);
        Assert.All(video.Packets, packet => Assert.Equal((120, video.Section.Mid), (packet.PayloadType, packet.Mid)));
        Assert.Contains(video.Packets, packet => packet.Marker);
    }
}
