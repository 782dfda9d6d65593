using ConsultCluster.Testing.Media;
using ConsultCluster.Testing.Network;

namespace ConsultCluster.Media.Tests.Cascade;

public sealed class LinkAllocationTests
{
    [Fact]
    public void HandleDatagram_MediaOverALink_AllocatesNothingAtEitherEnd()
    {
        using var scene = new CascadeScene();
        scene.Mesh();
        var (ann, bob) = (scene.Relays[0].Enter(), scene.Relays[1].Enter());
        Assert.True(scene.Connect(ann, bob));
        ann.Film();
        ann.Speak();
        scene.RunFor(3);
        ann.Stop(ann.Peer.Camera!);
        ann.Stop(ann.Peer.Microphone!);
        scene.RunFor(0.1);
        var published = new ListSink();
        for (var i = 0; i < 1000; i++)
        {
            ann.Peer.Camera!.SendFrame(4, 1000, scene.Network.Now, published);
            ann.Peer.Microphone!.SendFrame(1, 80, scene.Network.Now, published);
        }

        var (first, second) = (scene.Relays[0], scene.Relays[1]);
        var now = scene.Network.Now;
        var crossed = new ListSink();
        Run(first, published.Sent, ann.Address, 0, 2000, crossed);
        var counted = new CountingSink();
        var before = GC.GetAllocatedBytesForCurrentThread();
        Run(first, published.Sent, ann.Address, 2000, 4000, counted);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
        Assert.Equal(2000, counted.Datagrams);

        Assert.Equal(2000, crossed.Sent.Count);
        Run(second, crossed.Sent, first.Address, 0, 1000, counted);
        var delivered = counted.Datagrams;
        before = GC.GetAllocatedBytesForCurrentThread();
        Run(second, crossed.Sent, first.Address, 1000, 2000, counted);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
        Assert.Equal(1000, counted.Datagrams - delivered);

        void Run(RelayScene relay, List<(TransportAddress To, byte[] Datagram)> datagrams, TransportAddress from, int start, int end, IDatagramSink sink)
        {
            for (var i = start; i < end; i++)
            {
                relay.Core.HandleDatagram(datagrams[i].Datagram, from, now, sink);
                if (i % 8 == 7)
                {
                    relay.Core.Flush(now, sink);
                }
            }

            relay.Core.Flush(now, sink);
        }
    }

    [Fact]
    public void HandleTimeout_HeartbeatsNacksAndClocks_AllocateOnlyTheMeasures()
    {
        using var scene = new CascadeScene(seed: 4);
        scene.Impair(0, 1, new(Delay: TimeSpan.FromMilliseconds(20), LossPercent: 5));
        scene.Mesh();
        var (ann, bob) = (scene.Relays[0].Enter(), scene.Relays[1].Enter());
        Assert.True(scene.Connect(ann, bob));
        ann.Film();
        scene.RunFor(5);
        var second = scene.Relays[1];
        var nacks = second.Core.Cascade.Counters.NacksOut;
        Assert.True(scene.Network.RunUntil(() => second.Core.Cascade.Counters.NacksOut > nacks, TimeSpan.FromSeconds(5)));
        var (sink, total, rounds) = (new CountingSink(), 0L, 0);
        scene.Network.Detach(second.Relay);
        var end = scene.Network.Now + TimeSpan.FromSeconds(1);
        while (second.Core.NextTimeout is { } due && due < end)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            second.Core.HandleTimeout(due, sink);
            total += GC.GetAllocatedBytesForCurrentThread() - before;
            rounds++;
        }

        // One measurement per second, one silence, and their places in the queue.
        Assert.True(rounds > 10);
        Assert.InRange(total, 0, 4096);
    }
}
