using System.Buffers.Binary;
using ConsultCluster.Testing.Media;
using ConsultCluster.Testing.Network;

namespace ConsultCluster.Media.Tests.Forwarding;

public sealed class HostileFeedbackTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void HandleDatagram_FloodOfNacks_ResendsStayBelowTheLimit(bool rtx)
    {
        using var scene = new RelayScene();
        var ann = scene.Enter();
        var eve = scene.Enter(new MediaPeerOptions { OffersRtx = rtx });
        Assert.True(scene.Connect(ann, eve));
        ann.Film(packets: 20);
        scene.Network.RunFor(TimeSpan.FromSeconds(2));
        var before = scene.Core.Counters.Resent;

        var nack = NackOfEverything(eve.Peer.VideoSlots.First().Ssrc);
        for (var i = 0; i < 1000; i++)
        {
            eve.Peer.SendRtcp(nack, eve.Sink);
            scene.Network.RunFor(TimeSpan.FromMilliseconds(1));
        }

        Assert.InRange(scene.Core.Counters.Resent - before, 200, 380);
        Assert.NotEqual(0, scene.Core.Counters.ResendsRefused);
    }

    [Fact]
    public void HandleDatagram_FeedbackAboutStreamsOfOthers_IsCountedAndDoesNothing()
    {
        using var scene = new RelayScene();
        var ann = scene.Enter();
        var eve = scene.Enter();
        Assert.True(scene.Connect(ann, eve));
        ann.Film();
        scene.Network.RunFor(TimeSpan.FromSeconds(1));

        eve.Peer.SendRtcp(NackOfEverything(ann.Peer.Camera!.Section.Ssrc), eve.Sink);
        scene.Network.RunFor(TimeSpan.FromMilliseconds(100));

        Assert.Equal(1, scene.Core.Counters.UnknownFeedback);
        Assert.Equal(0, scene.Core.Counters.Resent);
    }

    [Fact]
    public void HandleDatagram_MalformedCompounds_AreCountedAndTheSessionContinues()
    {
        using var scene = new RelayScene();
        var ann = scene.Enter();
        var eve = scene.Enter();
        Assert.True(scene.Connect(ann, eve));
        var random = new Random(1);
        for (var i = 0; i < 2000; i++)
        {
            var compound = new byte[8 + random.Next(200)];
            random.NextBytes(compound);
            compound[0] = (byte)(0x80 | (compound[0] & 0x3F));
            compound[1] = (byte)(200 + (compound[1] % 8));
            BinaryPrimitives.WriteUInt16BigEndian(compound.AsSpan(2), (ushort)random.Next(60));
            eve.Peer.SendRtcp(compound, eve.Sink);
        }

        ann.Speak();
        scene.Network.RunFor(TimeSpan.FromSeconds(1));

        Assert.NotEqual(0, scene.Core.Counters.MalformedRtcp);
        Assert.NotEmpty(eve.Peer.AudioSlots.First().Packets);
    }

    /// <summary>340 items of 17 sequence numbers each.</summary>
    private static byte[] NackOfEverything(uint ssrc)
    {
        var nack = new byte[12 + (340 * 4)];
        nack[0] = 0x81;
        nack[1] = 205;
        BinaryPrimitives.WriteUInt16BigEndian(nack.AsSpan(2), (ushort)((nack.Length / 4) - 1));
        BinaryPrimitives.WriteUInt32BigEndian(nack.AsSpan(8), ssrc);
        for (var i = 0; i < 340; i++)
        {
            BinaryPrimitives.WriteUInt16BigEndian(nack.AsSpan(12 + (i * 4)), (ushort)(i * 193));
            BinaryPrimitives.WriteUInt16BigEndian(nack.AsSpan(14 + (i * 4)), 0xFFFF);
        }

        return nack;
    }
}
