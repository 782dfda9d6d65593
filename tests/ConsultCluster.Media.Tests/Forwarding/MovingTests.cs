using ConsultCluster.Media.Forwarding;
using ConsultCluster.Testing.Network;

namespace ConsultCluster.Media.Tests.Forwarding;

/// <summary>What honest terminals do with their addresses must still work: decision 0031 keeps nobody out.</summary>
public sealed class MovingTests : IDisposable
{
    private static readonly TimeSpan OneWay = TimeSpan.FromMilliseconds(20);

    private readonly RelayScene _scene = new();

    public MovingTests() => _scene.Network.Default = new Impairment(Delay: OneWay);

    public void Dispose() => _scene.Dispose();

    [Fact]
    public void Rebinding_NatGivesAnotherPort_MediaIsBackOneRoundTripAfterOurCheck()
    {
        var (ann, bob) = Connect();
        var moved = RebindWithoutKnowing(ann, ann.Address with { Port = 40_001 });
        MonoTime? checkedAt = null;
        _scene.Network.Filter = (from, to, datagram) =>
        {
            checkedAt ??= from == RelayScene.RelayAddress && to == moved && datagram is [0, 1, ..] ? _scene.Now : null;
            return true;
        };
        var (atAnn, atBob) = (ann.Peer.AudioSlots.First().Received, bob.Peer.AudioSlots.First().Received);
        Assert.True(_scene.Network.RunUntil(() => checkedAt is not null, TimeSpan.FromSeconds(6)));
        atAnn = ann.Peer.AudioSlots.First().Received;
        Assert.True(_scene.Network.RunUntil(
            () => ann.Peer.AudioSlots.First().Received > atAnn && bob.Peer.AudioSlots.First().Received > atBob, TimeSpan.FromSeconds(1)));

        // There and back, on to the terminal, and up to one packet's interval.
        Assert.InRange(_scene.Now - checkedAt!.Value, OneWay * 2, (OneWay * 3) + TimeSpan.FromMilliseconds(21));
    }

    [Fact]
    public void Restart_OfIceAtANewAddress_MediaGoesOn()
    {
        var (ann, bob) = Connect();
        ann.Peer.RestartIce();
        ann.Offer();
        ann.Move(TransportAddress.FromIPv4(0xC0A80001, 6000));
        _scene.Network.RunFor(TimeSpan.FromMilliseconds(200));

        AssertFlows(ann, bob);
    }

    [Fact]
    public void SharedNat_TwoTerminalsAtPortsOfOneAddress_BothHaveTheirMedia()
    {
        var (ann, bob) = Connect();
        ann.Move(TransportAddress.FromIPv4(0xC0A80001, 6000));
        bob.Move(TransportAddress.FromIPv4(0xC0A80001, 6001));
        _scene.Network.RunFor(TimeSpan.FromMilliseconds(200));

        AssertFlows(ann, bob);
    }

    [Fact]
    public void SharedNat_PortOfOneTerminalGoesToAnother_ItIsItsTwoSecondsAfterTheLastPacketAtTheLatest()
    {
        var (ann, bob) = Connect();
        var port = ann.Address;
        ann.Vanish();
        var vanished = _scene.Now;
        bob.Move(port);
        var received = bob.Peer.AudioSlots.First().Received;
        var cid = _scene.Enter();
        Assert.True(_scene.Connect(cid));
        cid.Speak();
        Assert.True(_scene.Network.RunUntil(() => bob.Peer.AudioSlots.Sum(slot => slot.Received) > received + 5, TimeSpan.FromSeconds(10)));

        Assert.InRange((_scene.Now - vanished).TotalSeconds, 1.9, 2.5);
        _scene.Network.RunFor(TimeSpan.FromSeconds(20));
        Assert.Empty(_scene.EventsOf<SessionGone>(bob));
        Assert.Equal("silence", _scene.EventsOf<SessionGone>(ann).Single().Reason);
    }

    [Fact]
    public void Move_FromWifiToMobileWithLoss_MediaIsBackWithinASecond()
    {
        for (var seed = 1; seed <= 20; seed++)
        {
            using var scene = new RelayScene(seed);
            scene.Network.Default = new Impairment(Delay: TimeSpan.FromMilliseconds(40), LossPercent: 10);
            var ann = scene.Enter();
            var bob = scene.Enter();
            Assert.True(scene.Connect(ann, bob));
            bob.Speak();
            scene.Network.RunFor(TimeSpan.FromSeconds(2));
            ann.Move(TransportAddress.FromIPv4(0xC0A80001, 6000));
            var received = ann.Peer.AudioSlots.First().Received;

            Assert.True(scene.Network.RunUntil(() => ann.Peer.AudioSlots.First().Received > received, TimeSpan.FromSeconds(1)), $"seed {seed}");
        }
    }

    [Fact]
    public void FirstConnection_ThirtyPercentLost_EveryTerminalConnects()
    {
        for (var seed = 1; seed <= 40; seed++)
        {
            using var scene = new RelayScene(seed);
            scene.Network.Default = new Impairment(Delay: TimeSpan.FromMilliseconds(40), LossPercent: 30);
            var ann = scene.Enter();

            Assert.True(scene.Network.RunUntil(() => ann.Peer.IsConnected, TimeSpan.FromSeconds(5)), $"seed {seed}");
            scene.Network.RunFor(TimeSpan.FromSeconds(1));
            Assert.Equal(0, scene.Core.Counters.HeldBack);
        }
    }

    [Fact]
    public void FirstConnection_OfATerminalThatAnswersNoChecks_ItConnectsAndMayPublish()
    {
        var (_, bob) = Connect();
        var device = _scene.Enter();
        device.Peer.IsDeaf = true;
        Assert.True(_scene.Connect(device));
        device.Speak();
        _scene.Network.RunFor(TimeSpan.FromMinutes(3));

        Assert.Empty(_scene.EventsOf<SessionGone>(device));
        Assert.InRange(bob.Peer.AudioSlots.Max(slot => slot.Received), 8_900, 9_500);
    }

    [Fact]
    public void Outage_OfATerminalWithoutMedia_TenSecondsDoNotEndIt()
    {
        var ann = _scene.Enter();
        Assert.True(_scene.Connect(ann));
        for (var round = 0; round < 20; round++)
        {
            _scene.Network.RunFor(TimeSpan.FromSeconds(20.7));
            _scene.Network.Filter = (_, _, _) => false;
            _scene.Network.RunFor(TimeSpan.FromSeconds(10));
            _scene.Network.Filter = null;
        }

        _scene.Network.RunFor(TimeSpan.FromSeconds(20));
        Assert.Empty(_scene.Relay.Events.OfType<SessionGone>());
    }

    private void AssertFlows(PeerSeat ann, PeerSeat bob)
    {
        var (atAnn, atBob) = (ann.Peer.AudioSlots.First().Received, bob.Peer.AudioSlots.First().Received);
        _scene.Network.RunFor(TimeSpan.FromSeconds(5));
        Assert.InRange(ann.Peer.AudioSlots.First().Received - atAnn, 248, 252);
        Assert.InRange(bob.Peer.AudioSlots.First().Received - atBob, 248, 252);
    }

    private (PeerSeat Ann, PeerSeat Bob) Connect()
    {
        var (ann, bob) = (_scene.Enter(), _scene.Enter());
        Assert.True(_scene.Connect(ann, bob));
        ann.Speak();
        bob.Speak();
        _scene.Network.RunFor(TimeSpan.FromSeconds(1));
        return (ann, bob);
    }

    private TransportAddress RebindWithoutKnowing(PeerSeat seat, TransportAddress to)
    {
        _scene.Network.Move(seat.Node, to);
        return to;
    }
}
