using ConsultCluster.Media.Forwarding;
using ConsultCluster.Testing.Media;
using ConsultCluster.Testing.Network;

namespace ConsultCluster.Media.Tests.Attacks;

/// <summary>
/// A guest sends as much as its line carries. Before: 129 Mbit/s were accepted from one and fanned out to 924 receivers.
/// </summary>
[Trait("attack", "7")]
public sealed class MediaFloodTests : IDisposable
{
    private const int Limit = 30_000_000;

    private readonly RelayScene _scene = new();
    private readonly PeerSeat _eve;
    private readonly PeerSeat _bob;

    public MediaFloodTests()
    {
        _eve = _scene.Enter();
        _bob = _scene.Enter(new MediaPeerOptions { SendsNacks = false, KeepsPackets = false });
        Assert.True(_scene.Connect(_eve, _bob));
        _bob.Speak();
    }

    public void Dispose() => _scene.Dispose();

    [Fact]
    public void Flood_OfBytes_NoMoreThanTheLimitIsForwardedAndTheSessionEndsWithTheReason()
    {
        // 134 Mbit/s.
        _eve.Peer.Pace(_eve.Peer.Camera!, TimeSpan.FromMilliseconds(10), 140, 1200, _scene.Now);
        var start = _scene.Now;
        var before = _scene.Core.Counters.RtpBytesOut;
        Assert.True(_scene.Network.RunUntil(() => _scene.EventsOf<SessionGone>(_eve).Any(), TimeSpan.FromSeconds(30)));
        var seconds = (_scene.Now - start).TotalSeconds;

        Assert.Equal(SessionGone.OverLimit, _scene.EventsOf<SessionGone>(_eve).Single().Reason);
        Assert.InRange(seconds, 10, 14);
        Assert.True(_scene.Core.Counters.OverLimit > 100_000);
        Assert.Equal(1, _scene.Core.Counters.EndedOverLimit);

        // The burst and the limit; headers and tags are about the same on both sides.
        Assert.InRange((_scene.Core.Counters.RtpBytesOut - before) * 8 / (seconds + 2), Limit * 0.9, Limit * 1.1);
    }

    [Fact]
    public void Flood_OfSmallPackets_NoMoreThanTheLimitIsForwarded()
    {
        // 20,000 packets/s, 16 Mbit/s.
        _eve.Peer.Pace(_eve.Peer.Microphone!, TimeSpan.FromMilliseconds(5), 100, 80, _scene.Now);
        var before = _scene.Core.Counters.RtpIn;
        _scene.Network.RunFor(TimeSpan.FromSeconds(8));

        Assert.InRange(_scene.Core.Counters.RtpIn - before, 49_000, 51_000);
    }

    [Fact]
    public void Flood_OfFeedback_IsLimitedToo()
    {
        for (var i = 0; i < 400; i++)
        {
            for (var n = 0; n < 200; n++)
            {
                _eve.Peer.RequestKeyframe(_eve.Peer.VideoSlots.First(), _eve.Sink);
            }

            _scene.Network.RunFor(TimeSpan.FromMilliseconds(10));
        }

        Assert.InRange(_scene.Core.Counters.RtcpIn, 29_000, 31_000);
        Assert.True(_scene.Core.Counters.OverLimit > 49_000);
    }

    [Fact]
    public void Flood_OfForgedAndRepeatedPacketsUnderAnothersAddress_TakesNothingFromIt()
    {
        byte[]? packet = null;
        _scene.Network.Filter = (from, _, datagram) =>
        {
            packet = from == _bob.Address && DatagramClassifier.Classify(datagram) == DatagramKind.Rtp ? [.. datagram] : packet;
            return true;
        };
        _scene.Network.RunFor(TimeSpan.FromSeconds(1));
        _scene.Network.Filter = null;
        var forged = new byte[1200];
        packet!.CopyTo(forged, 0);
        var received = _eve.Peer.AudioSlots.First().Received;
        for (var i = 0; i < 500; i++)
        {
            for (var n = 0; n < 400; n++)
            {
                _scene.Core.HandleDatagram((byte[])(n % 2 == 0 ? forged : packet).Clone(), _bob.Address, _scene.Now, new CountingSink());
            }

            _scene.Network.RunFor(TimeSpan.FromMilliseconds(10));
        }

        Assert.Equal(0, _scene.Core.Counters.OverLimit);
        Assert.InRange(_eve.Peer.AudioSlots.First().Received - received, 248, 252);
    }

    /// <summary>4K in all layers with a screen: 25 Mbit/s for a minute, and every 5 s a keyframe of 3 MB at once.</summary>
    [Fact]
    public void Flood_HonestSenderOfManyLayersAndLargeKeyframes_LosesNothing()
    {
        _eve.Peer.Pace(_eve.Peer.Camera!, TimeSpan.FromMilliseconds(20), 42, 1150, _scene.Now);
        var sent = new ListSink();
        for (var i = 0; i < 12; i++)
        {
            _scene.Network.RunFor(TimeSpan.FromSeconds(5));
            sent.Sent.Clear();
            _eve.Peer.Camera!.SendFrame(2600, 1150, _scene.Now, sent);
            foreach (var (_, datagram) in sent.Sent)
            {
                _scene.Core.HandleDatagram(datagram, _eve.Address, _scene.Now, new CountingSink());
            }

            _eve.Peer.Pace(_eve.Peer.Camera!, TimeSpan.FromMilliseconds(20), 42, 1150, _scene.Now);
        }

        Assert.Equal(0, _scene.Core.Counters.OverLimit);
        Assert.Empty(_scene.Relay.Events.OfType<SessionGone>());
    }

    [Fact]
    public void Flood_OverTheLimitForFiveSeconds_IsCutAndTheSessionStays()
    {
        _eve.Peer.Pace(_eve.Peer.Camera!, TimeSpan.FromMilliseconds(10), 60, 1200, _scene.Now);
        _scene.Network.RunFor(TimeSpan.FromSeconds(8));
        _eve.Film();
        _scene.Network.RunFor(TimeSpan.FromSeconds(120));

        Assert.True(_scene.Core.Counters.OverLimit > 1000);
        Assert.Empty(_scene.Relay.Events.OfType<SessionGone>());
    }

    [Fact]
    public void Flood_DroppedPackets_AllocateNothing()
    {
        var sent = new ListSink();
        for (var i = 0; i < 9000; i++)
        {
            _eve.Peer.Camera!.SendFrame(1, 1000, _scene.Now, sent);
        }

        var sink = new CountingSink();
        Run(0, 8500);
        Assert.True(_scene.Core.Counters.OverLimit > 100);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Run(8500, 9000);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());

        void Run(int from, int to)
        {
            for (var i = from; i < to; i++)
            {
                _scene.Core.HandleDatagram(sent.Sent[i].Datagram, _eve.Address, _scene.Now, sink);
                if (i % 32 == 31)
                {
                    _scene.Core.Flush(_scene.Now, sink);
                }
            }
        }
    }
}
