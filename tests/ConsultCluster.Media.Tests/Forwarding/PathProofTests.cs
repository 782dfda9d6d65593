using ConsultCluster.Media.Forwarding;
using ConsultCluster.Testing.Media;
using ConsultCluster.Testing.Network;

namespace ConsultCluster.Media.Tests.Forwarding;

/// <summary>Checks that were recorded, diverted or sent with a forged source address (decision 0024).</summary>
public sealed class PathProofTests : IDisposable
{
    private static readonly TransportAddress Attacker = TransportAddress.FromIPv4(0xC6336409, 9999);

    private readonly RelayScene _scene = new();
    private readonly PeerSeat _ann;
    private readonly PeerSeat _bob;
    private readonly List<byte[]> _checks = [];
    private readonly List<DatagramKind> _toAttacker = [];

    public PathProofTests()
    {
        _scene.Network.Default = new Impairment(Delay: TimeSpan.FromMilliseconds(20));
        _ann = _scene.Enter();
        _bob = _scene.Enter();
        _scene.Network.Filter = Watch;
        Assert.True(_scene.Connect(_ann, _bob));
    }

    public void Dispose() => _scene.Dispose();

    [Fact]
    public void HandleDatagram_OldCheckFromElsewhere_MediaStaysWhereItWas()
    {
        _ann.Speak();
        _bob.Speak();
        _scene.Network.RunFor(TimeSpan.FromMinutes(4));
        Assert.True(_checks.Count > 80, "more checks than any memory of them holds");
        var received = _ann.Peer.AudioSlots.First().Received;
        foreach (var check in _checks.ToArray())
        {
            _scene.Network.Send(Attacker, RelayScene.RelayAddress, check);
        }

        _scene.Network.RunFor(TimeSpan.FromSeconds(1));

        Assert.InRange(_ann.Peer.AudioSlots.First().Received - received, 49, 51);
        Assert.All(_toAttacker, kind => Assert.Equal(DatagramKind.Stun, kind));
    }

    [Fact]
    public void HandleDatagram_CheckIsCaughtAndSentOnFromElsewhereFirst_MediaStaysWhereItWas()
    {
        _ann.Speak();
        _bob.Speak();
        _scene.Network.RunFor(TimeSpan.FromSeconds(1));
        var received = _ann.Peer.AudioSlots.First().Received;
        var diverted = 0;
        _scene.Network.Filter = (from, to, datagram) =>
        {
            if (from != _ann.Address || !IsCheck(datagram))
            {
                return Watch(from, to, datagram);
            }

            diverted++;
            _scene.Network.Send(Attacker, RelayScene.RelayAddress, datagram);
            return false;
        };
        _scene.Network.RunFor(TimeSpan.FromSeconds(10));

        Assert.True(diverted > 2);
        Assert.InRange(_ann.Peer.AudioSlots.First().Received - received, 499, 501);
        Assert.All(_toAttacker, kind => Assert.Equal(DatagramKind.Stun, kind));
        Assert.True(_scene.Core.Counters.ChecksUnproven > 2);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void HandleDatagram_ChecksOfATerminalThatIsGoneComeAgain_ItIsSilentAllTheSame(bool fromItsAddress)
    {
        _scene.Network.RunFor(TimeSpan.FromSeconds(30));
        var address = fromItsAddress ? _ann.Address : Attacker;
        var vanished = _scene.Now;
        _ann.Vanish();
        var recorded = _checks.ToArray();
        for (var i = 0; i < 60 && !_scene.EventsOf<SessionGone>(_ann).Any(); i++)
        {
            foreach (var check in recorded)
            {
                _scene.Network.Send(address, RelayScene.RelayAddress, check);
            }

            _scene.Network.RunFor(TimeSpan.FromSeconds(1));
        }

        Assert.Equal("silence", _scene.EventsOf<SessionGone>(_ann).Single().Reason);
        Assert.InRange((_scene.Now - vanished).TotalSeconds, 10, 17);
    }

    [Fact]
    public void HandleDatagram_CheckFromElsewhereIsNewButNobodyIsThere_ItIsSilentAllTheSame()
    {
        var hoard = new List<byte[]>();
        _scene.Network.Filter = (from, _, datagram) =>
        {
            var isCaught = from == _ann.Address && IsCheck(datagram);
            if (isCaught)
            {
                hoard.Add([.. datagram]);
            }

            return !isCaught;
        };
        _scene.Network.RunFor(TimeSpan.FromSeconds(10));
        _scene.Network.Filter = null;
        _ann.Vanish();
        _scene.Network.RunFor(TimeSpan.FromSeconds(10));
        foreach (var check in hoard)
        {
            _scene.Network.Send(Attacker, RelayScene.RelayAddress, check);
        }

        _scene.Network.RunFor(TimeSpan.FromSeconds(6));
        Assert.NotEmpty(hoard);
        Assert.Equal("silence", _scene.EventsOf<SessionGone>(_ann).Single().Reason);
    }

    [Fact]
    public void HandleDatagram_OldChecksKeepComingFromTheTerminalsOwnAddress_ItIsSilentAllTheSame()
    {
        _scene.Network.RunFor(TimeSpan.FromMinutes(10));
        var recorded = _checks.ToArray();
        Assert.True(recorded.Length > 100);
        _ann.Vanish();
        var vanished = _scene.Now;
        foreach (var check in recorded.TakeWhile(_ => !_scene.EventsOf<SessionGone>(_ann).Any()))
        {
            _scene.Network.Send(_ann.Address, RelayScene.RelayAddress, check);
            _scene.Network.RunFor(TimeSpan.FromSeconds(1));
        }

        Assert.Equal("silence", _scene.EventsOf<SessionGone>(_ann).Single().Reason);
        Assert.InRange((_scene.Now - vanished).TotalSeconds, 10, 17);
    }

    [Fact]
    public void HandleDatagram_TerminalChecksUnderTheAddressOfAnother_TheOtherKeepsIt()
    {
        _ann.Speak();
        _scene.Network.RunFor(TimeSpan.FromSeconds(1));
        var cid = _scene.Enter();
        _scene.Network.Filter = (from, to, datagram) =>
        {
            if (from == cid.Address && to == RelayScene.RelayAddress && DatagramClassifier.Classify(datagram) == DatagramKind.Stun)
            {
                _scene.Network.Send(_ann.Address, RelayScene.RelayAddress, datagram);
            }

            return true;
        };
        var received = _bob.Peer.AudioSlots.First().Received;
        Assert.True(_scene.Connect(cid));
        _scene.Network.RunFor(TimeSpan.FromSeconds(5));

        Assert.True(_bob.Peer.AudioSlots.First().Received - received >= 249);
        Assert.Equal(0, _scene.Core.Counters.AuthenticationFailed);
    }

    [Fact]
    public void HandleDatagram_TerminalMovesAndOurFirstCheckIsLost_MediaFollowsAfterTheRepetition()
    {
        _ann.Speak();
        _bob.Speak();
        _scene.Network.RunFor(TimeSpan.FromSeconds(1));
        var lost = 0;
        _scene.Network.Filter = (from, _, datagram) => from != RelayScene.RelayAddress || !IsCheck(datagram) || lost++ > 0;
        _ann.Move(TransportAddress.FromIPv4(0xC0A80001, 6000));
        var moved = _scene.Now;
        var received = _ann.Peer.AudioSlots.First().Received;
        Assert.True(_scene.Network.RunUntil(() => _ann.Peer.AudioSlots.First().Received > received, TimeSpan.FromSeconds(1)));

        Assert.Equal(2, lost);
        Assert.InRange((_scene.Now - moved).TotalMilliseconds, 140, 210);
    }

    [Fact]
    public void HandleDatagram_TerminalMoves_MediaFollowsOneRoundTripAfterItsCheck()
    {
        _bob.Speak();
        _scene.Network.RunFor(TimeSpan.FromSeconds(1));
        _ann.Move(TransportAddress.FromIPv4(0xC0A80001, 6000));
        var moved = _scene.Now;
        var received = _ann.Peer.AudioSlots.First().Received;
        Assert.True(_scene.Network.RunUntil(() => _ann.Peer.AudioSlots.First().Received > received, TimeSpan.FromSeconds(1)));

        // There and back twice, and up to one packet's interval.
        Assert.InRange((_scene.Now - moved).TotalMilliseconds, 60, 101);
    }

    [Fact]
    public void HandleDatagram_TerminalMovesAndDoesNotAnswer_NothingIsSentThereAndItIsSilentInTheEnd()
    {
        _bob.Speak();
        _scene.Network.RunFor(TimeSpan.FromSeconds(1));
        var elsewhere = TransportAddress.FromIPv4(0xC0A80001, 6000);
        _ann.Peer.IsDeaf = true;
        _ann.Move(elsewhere);
        var sent = new List<DatagramKind>();
        _scene.Network.Filter = (_, to, datagram) =>
        {
            if (to == elsewhere)
            {
                sent.Add(DatagramClassifier.Classify(datagram));
            }

            return true;
        };
        _scene.Network.RunFor(TimeSpan.FromSeconds(20));

        Assert.All(sent, kind => Assert.Equal(DatagramKind.Stun, kind));
        Assert.Equal("silence", _scene.EventsOf<SessionGone>(_ann).Single().Reason);
    }

    [Fact]
    public void HandleDatagram_ThousandsOfChecksFromElsewhere_AllocateNothing()
    {
        var check = _checks[^1];
        var sink = new CountingSink();
        Run(1000);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Run(5000);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());

        void Run(int times)
        {
            for (var i = 0; i < times; i++)
            {
                _scene.Core.HandleDatagram(check, Attacker, _scene.Now, sink);
            }
        }
    }

    private static bool IsCheck(byte[] datagram) => datagram is [0, 1, ..];

    private bool Watch(TransportAddress from, TransportAddress to, byte[] datagram)
    {
        if (from == _ann.Address && IsCheck(datagram))
        {
            _checks.Add([.. datagram]);
        }

        if (to == Attacker)
        {
            _toAttacker.Add(DatagramClassifier.Classify(datagram));
        }

        return true;
    }
}
