using ConsultCluster.Media.Forwarding;
using ConsultCluster.Testing.Media;
using ConsultCluster.Testing.Network;

namespace ConsultCluster.Media.Tests.Forwarding;

public sealed class FingerprintTests
{
    [Theory]
    [InlineData("actpass")]
    [InlineData("passive")]
    public void HandleDatagram_CertificateIsNotTheSignalledOne_SessionIsGoneBeforeAnyMedia(string setup)
    {
        using var scene = new RelayScene { ChangeOffer = WithOtherFingerprint };
        var mallory = scene.Enter(new MediaPeerOptions { Setup = setup });
        scene.ChangeOffer = null;
        var watcher = scene.Enter();
        mallory.Speak();
        scene.Network.RunFor(TimeSpan.FromSeconds(2));

        Assert.Equal("dtls fingerprint mismatch", scene.EventsOf<SessionGone>(mallory).Single().Reason);
        Assert.Equal(1, scene.Core.Counters.FingerprintMismatches);
        Assert.Equal(0, scene.Core.Counters.RtpIn);
        Assert.All(watcher.Peer.Slots.Values, slot => Assert.Equal(0, slot.Received));
        Assert.Equal(1, scene.Core.SessionCount);
    }

    [Fact]
    public void HandleDatagram_TerminalTakesThePassiveRole_Connects()
    {
        using var scene = new RelayScene();
        var ann = scene.Enter(new MediaPeerOptions { Setup = "passive" });

        Assert.True(scene.Connect(ann));
    }

    private static string WithOtherFingerprint(string offer)
    {
        const string Prefix = "a=fingerprint:sha-256 ";
        var lines = offer.Split("\r\n");
        for (var i = 0; i < lines.Length; i++)
        {
            if (lines[i].StartsWith(Prefix, StringComparison.Ordinal))
            {
                lines[i] = Prefix + string.Join(':', Enumerable.Repeat("AB", 32));
            }
        }

        return string.Join("\r\n", lines);
    }
}
