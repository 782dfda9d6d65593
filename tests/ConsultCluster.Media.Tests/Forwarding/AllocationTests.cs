using ConsultCluster.Testing.Media;
using ConsultCluster.Testing.Network;

namespace ConsultCluster.Media.Tests.Forwarding;

public sealed class AllocationTests
{
    [Fact]
    public void HandleDatagramAndFlush_SteadyState_AllocateNothing()
    {
        using var scene = new RelayScene();
        var ann = scene.Enter();
        var watchers = Enumerable.Range(0, 5).Select(_ => scene.Enter()).ToArray();
        Assert.True(scene.Connect([ann, .. watchers]));
        ann.Speak();
        ann.Film();
        scene.Network.RunFor(TimeSpan.FromSeconds(2));
        ann.Stop(ann.Peer.Camera!);
        ann.Stop(ann.Peer.Microphone!);
        scene.Network.RunFor(TimeSpan.FromMilliseconds(100));

        var sink = new CountingSink();
        var sent = new ListSink();
        for (var i = 0; i < 1000; i++)
        {
            ann.Peer.Camera!.SendFrame(4, 1000, scene.Now, sent);
            ann.Peer.Microphone!.SendFrame(1, 80, scene.Now, sent);
        }

        Run(0, 1000);
        var outBefore = sink.Datagrams;
        var before = GC.GetAllocatedBytesForCurrentThread();
        Run(1000, 5000);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
        Assert.Equal(4000 * 5, sink.Datagrams - outBefore);

        void Run(int from, int to)
        {
            var now = scene.Now;
            for (var i = from; i < to; i++)
            {
                scene.Core.HandleDatagram(sent.Sent[i].Datagram, ann.Address, now, sink);
                if (i % 8 == 7)
                {
                    scene.Core.Flush(now, sink);
                }
            }

            scene.Core.Flush(now, sink);
        }
    }

    [Fact]
    public void HandleDatagram_ReportsAndChecks_AllocateNothing()
    {
        using var scene = new RelayScene();
        var ann = scene.Enter();
        var bob = scene.Enter();
        Assert.True(scene.Connect(ann, bob));
        ann.Speak();
        ann.Film();
        scene.Network.RunFor(TimeSpan.FromSeconds(2));
        var caught = new List<byte[]>();
        scene.Network.Filter = (from, _, datagram) =>
        {
            if (from == bob.Address && DatagramClassifier.Classify(datagram) is DatagramKind.Stun or DatagramKind.Rtcp)
            {
                caught.Add([.. datagram]);
                return false;
            }

            return true;
        };
        scene.Network.RunFor(TimeSpan.FromSeconds(12));
        var sink = new CountingSink();
        var half = caught.Count / 2;
        Run(0, half);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Run(half, caught.Count);

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
        Assert.True(half > 8);

        void Run(int from, int to)
        {
            for (var i = from; i < to; i++)
            {
                scene.Core.HandleDatagram(caught[i], bob.Address, scene.Now, sink);
            }
        }
    }
}
