using ConsultCluster.Media.Forwarding;
using ConsultCluster.Testing.Media;
using ConsultCluster.Testing.Network;

namespace ConsultCluster.Media.Tests.Forwarding;

public sealed class LongCallTests
{
    [Fact]
    public void Run_SequenceNumbersWrapOnALossyNetwork_NothingKnownStaysMissing()
    {
        using var scene = new RelayScene(seed: 17);
        scene.Network.Default = new Impairment(
            Delay: TimeSpan.FromMilliseconds(30), Jitter: TimeSpan.FromMilliseconds(8), LossPercent: 2, DuplicatePercent: 0.5);
        var ann = scene.Enter();
        var bob = scene.Enter(new MediaPeerOptions { SendsAudio = false, SendsVideo = false });
        Assert.True(scene.Connect(ann, bob));
        ann.Speak();
        ann.Film(packets: 12, packetLength: 200);
        scene.Network.RunFor(TimeSpan.FromSeconds(190));
        ann.Stop(ann.Peer.Camera!);
        scene.Network.RunFor(TimeSpan.FromSeconds(2));

        var video = bob.Peer.VideoSlots.First();
        var sequences = video.InOrder.Select(packet => packet.Sequence).ToArray();
        Assert.NotEqual(sequences[0] >> 16, sequences[^1] >> 16);

        // Packets that the first one overtook are not known to be missing; from then on every gap is repaired.
        var known = sequences.SkipWhile(sequence => sequence < video.Packets[0].Sequence).ToArray();
        Assert.Equal(known[^1] - known[0] + 1, known.Length);
        Assert.InRange(video.CountDecodableFrames(), 5690, 5701);
        var missing = bob.Peer.AudioSlots.First().CountMissing();
        Assert.InRange(missing / 9_500.0, 0.03, 0.05);
        Assert.Empty(scene.Relay.Events.OfType<SessionGone>());
        Assert.Equal(0, scene.Core.Counters.AuthenticationFailed + scene.Core.Counters.UnknownSsrc + scene.Core.Counters.MalformedRtcp);
        Assert.InRange(scene.EventsOf<SessionQuality>(bob).Last().RoundTripMs!.Value, 60, 80);
    }
}
