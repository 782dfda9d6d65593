using ConsultCluster.Media.Forwarding;
using ConsultCluster.Testing.Media;
using ConsultCluster.Testing.Network;

namespace ConsultCluster.Media.Tests.Attacks;

/// <summary>
/// A member makes the relay send to a third party by forging its address. Before: 2 forged packets brought it 20,698 datagrams.
/// </summary>
[Trait("attack", "12")]
public sealed class AmplificationTests : IDisposable
{
    private const int Factor = 3;

    private static readonly TransportAddress Victim = TransportAddress.FromIPv4(0xC6336409, 9999);

    private readonly RelayScene _scene = new();
    private readonly PeerSeat _ann;
    private long _forgedBytes;
    private long _forged;
    private long _victimBytes;
    private long _victimDatagrams;

    public AmplificationTests()
    {
        _scene.Network.Default = new Impairment(Delay: TimeSpan.FromMilliseconds(20));
        _ann = _scene.Enter();
        Assert.True(_scene.Connect(_ann));
        _ann.Speak();
        _ann.Film();
        _scene.Network.RunFor(TimeSpan.FromSeconds(1));
    }

    public void Dispose() => _scene.Dispose();

    [Fact]
    public void Amplification_CheckAndEndOfTheHandshakeAreForged_VictimGetsAtMostThreeTimesTheirBytes()
    {
        var eve = _scene.Enter();
        _scene.Network.Filter = (from, to, datagram) =>
        {
            Count(to, datagram);
            if (from != eve.Address || !IsFinished(datagram))
            {
                return true;
            }

            // From here on the attacker says nothing more under its own address.
            eve.Vanish();
            Forge(FreshCheck(eve));
            Forge(datagram);
            return false;
        };
        _scene.Network.RunFor(TimeSpan.FromSeconds(30));

        Assert.Equal(2, _forged);
        AssertBounded();
    }

    [Fact]
    public void Amplification_TheFirstCheckIsForged_VictimGetsAtMostThreeTimesItsBytes()
    {
        var eve = _scene.Enter();
        _scene.Network.Filter = (from, to, datagram) =>
        {
            Count(to, datagram);
            if (from == eve.Address && IsCheck(datagram))
            {
                eve.Vanish();
                Forge(datagram);
                return false;
            }

            return true;
        };
        _scene.Network.RunFor(TimeSpan.FromSeconds(60));

        Assert.Equal(1, _forged);
        AssertBounded();
    }

    [Fact]
    public void Amplification_ChecksFromAThousandForgedAddresses_NoneGetsMoreThanThreeTimesItsBytes()
    {
        var eve = _scene.Enter();
        Assert.True(_scene.Connect(eve));
        var check = FreshCheck(eve);
        var sent = new Dictionary<TransportAddress, long>();
        _scene.Network.Filter = (_, to, datagram) =>
        {
            sent[to] = sent.GetValueOrDefault(to) + datagram.Length;
            return true;
        };
        for (ushort port = 1; port <= 1000; port++)
        {
            _scene.Network.Send(Victim with { Port = port }, RelayScene.RelayAddress, check);
        }

        _scene.Network.RunFor(TimeSpan.FromSeconds(10));

        var toVictims = sent.Where(pair => pair.Key.Address == Victim.Address).Select(pair => pair.Value).ToArray();
        Assert.Equal(1000, toVictims.Length);
        Assert.All(toVictims, bytes => Assert.InRange(bytes, 1, Factor * check.Length));
    }

    /// <summary>An attacker who once had the address goes on under it from elsewhere, and asks for everything it can.</summary>
    [Fact]
    public void Amplification_AuthenticMediaAndFeedbackGoOnUnderAnAddressThatNobodyAnswersAt_LimitedOnceConsentEnds()
    {
        var eve = _scene.Enter();
        Assert.True(_scene.Connect(eve));
        eve.Speak();
        var victim = eve.Address;
        _scene.Network.RunFor(TimeSpan.FromSeconds(5));
        eve.Peer.IsDeaf = true;
        _scene.Network.RunFor(TimeSpan.FromSeconds(31));
        var (came, went) = (0L, 0L);
        _scene.Network.Filter = (from, to, datagram) =>
        {
            came += from == victim ? datagram.Length : 0;
            went += to == victim ? datagram.Length : 0;
            return true;
        };
        for (var i = 0; i < 100; i++)
        {
            eve.Peer.RequestKeyframe(eve.Peer.VideoSlots.First(), eve.Sink);
            _scene.Network.RunFor(TimeSpan.FromMilliseconds(200));
        }

        Assert.Empty(_scene.EventsOf<SessionGone>(eve));
        Assert.True(came > 10_000);
        // And what was left at the start of the count.
        Assert.InRange(went, 1, (Factor * came) + 1500);
        Assert.True(_scene.Core.Counters.HeldBack > 1000);
    }

    /// <summary>So that a limit that is too strict does not pass for a good one.</summary>
    [Fact]
    public void Amplification_NoneForged_TheReceiverGetsEverything()
    {
        var bob = _scene.Enter();
        Assert.True(_scene.Connect(bob));
        _scene.Network.RunFor(TimeSpan.FromMinutes(2));

        Assert.Equal(0, _scene.Core.Counters.HeldBack);
        Assert.True(bob.Peer.VideoSlots.Sum(slot => slot.Received) > 10_000);
    }

    private static bool IsCheck(byte[] datagram) => datagram is [0, 1, ..];

    private static bool IsFinished(byte[] datagram) => datagram is [22, 3, ..];

    /// <summary>One that the relay has not received.</summary>
    private byte[] FreshCheck(PeerSeat seat)
    {
        var sink = new ListSink();
        seat.Peer.Roam(_scene.Now);
        seat.Peer.HandleTimeout(_scene.Now, sink);
        return sink.Sent.First(sent => IsCheck(sent.Datagram)).Datagram;
    }

    private void Forge(byte[] datagram)
    {
        _forged++;
        _forgedBytes += datagram.Length;
        _scene.Network.Send(Victim, RelayScene.RelayAddress, [.. datagram]);
    }

    private void Count(TransportAddress to, byte[] datagram)
    {
        if (to == Victim)
        {
            _victimDatagrams++;
            _victimBytes += datagram.Length;
        }
    }

    private void AssertBounded() => Assert.True(
        _victimBytes <= Factor * _forgedBytes, $"{_forged} forged packets of {_forgedBytes} B brought {_victimDatagrams} datagrams of {_victimBytes} B");
}
