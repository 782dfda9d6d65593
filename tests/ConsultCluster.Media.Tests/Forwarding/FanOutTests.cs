using ConsultCluster.Testing.Media;
using ConsultCluster.Testing.Network;

namespace ConsultCluster.Media.Tests.Forwarding;

public sealed class FanOutTests
{
    [Fact]
    public void Flush_BatchOfPackets_EachReceiversDatagramsAreConsecutive()
    {
        using var scene = new RelayScene();
        var ann = scene.Enter();
        var watchers = Enumerable.Range(0, 4).Select(_ => scene.Enter()).ToArray();
        Assert.True(scene.Connect([ann, .. watchers]));
        ann.Film();
        scene.Network.RunFor(TimeSpan.FromSeconds(1));
        ann.Stop(ann.Peer.Camera!);
        scene.Network.RunFor(TimeSpan.FromMilliseconds(20));

        var sent = new ListSink();
        ann.Peer.Camera!.SendFrame(16, 1000, scene.Now, sent);
        var output = new ListSink();
        foreach (var (_, datagram) in sent.Sent)
        {
            scene.Core.HandleDatagram(datagram, ann.Address, scene.Now, output);
        }

        Assert.Empty(output.Sent);
        scene.Core.Flush(scene.Now, output);

        Assert.Equal(64, output.Sent.Count);
        var runs = 1 + Enumerable.Range(1, 63).Count(i => output.Sent[i].To != output.Sent[i - 1].To);
        Assert.Equal(4, runs);
        Assert.Single(output.Sent.Select(datagram => datagram.Datagram.Length).Distinct());
    }

    [Fact]
    public void HandleDatagram_HostDoesNotFlush_NothingIsLostWhenTheQueueIsFull()
    {
        using var scene = new RelayScene();
        var ann = scene.Enter();
        var bob = scene.Enter();
        Assert.True(scene.Connect(ann, bob));
        ann.Film();
        scene.Network.RunFor(TimeSpan.FromSeconds(1));
        ann.Stop(ann.Peer.Camera!);
        scene.Network.RunFor(TimeSpan.FromMilliseconds(20));

        var sent = new ListSink();
        ann.Peer.Camera!.SendFrame(300, 500, scene.Now, sent);
        var output = new ListSink();
        foreach (var (_, datagram) in sent.Sent)
        {
            scene.Core.HandleDatagram(datagram, ann.Address, scene.Now, output);
        }

        scene.Core.Flush(scene.Now, output);
        Assert.Equal(300, output.Sent.Count(datagram => datagram.To == bob.Address));
    }
}
