using System.Text;
using ConsultCluster.Media.Ice;
using ConsultCluster.Media.Stun;
using ConsultCluster.Testing.Media;

namespace ConsultCluster.Media.Tests.Ice;

public class IceLiteAgentTests
{
    private static readonly MonoTime Start = MonoTime.FromMilliseconds(1000);

    private readonly IceLiteAgent _agent = new(IcePeer.Relay, IcePeer.Terminal, new SeededRandomSource(1), session: 7);
    private readonly ListSink _sink = new();

    [Fact]
    public void HandlePacket_NominatedCheck_AnswersSelectsAndTakesConsent()
    {
        var check = IcePeer.Default.Check();

        Assert.Equal(IceCheckResult.Selected, _agent.HandlePacket(check, IcePeer.Home, Start, _sink));

        Assert.Equal(IcePeer.Home, _agent.Selected);
        Assert.Equal(Start, _agent.LastCheck);
        Assert.Equal(1, _agent.ChecksAnswered);
        var (to, reply) = Assert.Single(_sink.Sent);
        Assert.Equal(IcePeer.Home, to);
        Assert.True(StunMessage.TryParse(reply, out var message));
        Assert.Equal(StunClass.Success, message.Class);
        Assert.True(message.TransactionId.SequenceEqual(check.AsSpan(8, 12)));
        Assert.Equal(IcePeer.Home, message.MappedAddress);
        Assert.True(message.HasFingerprint);
        Assert.True(message.VerifyIntegrity(Encoding.UTF8.GetBytes(IcePeer.Relay.Password)));
    }

    [Fact]
    public void HandlePacket_CheckFromIPv6_AnswersWithThatAddress()
    {
        _agent.HandlePacket(IcePeer.Default.Check(), IcePeer.Mobile, Start, _sink);

        Assert.True(StunMessage.TryParse(_sink.Sent[0].Datagram, out var message));
        Assert.Equal(IcePeer.Mobile, message.MappedAddress);
    }

    [Fact]
    public void HandlePacket_BeforeNomination_NewestCheckIsSelectedForTheTimeBeing()
    {
        var peer = IcePeer.Default;

        Assert.Equal(IceCheckResult.Selected, _agent.HandlePacket(peer.Check(nominate: false), IcePeer.Home, Start, _sink));
        Assert.Equal(IceCheckResult.Selected, _agent.HandlePacket(peer.Check(nominate: false), IcePeer.Mobile, Start, _sink));
        Assert.Equal(IcePeer.Mobile, _agent.Selected);
    }

    [Fact]
    public void HandlePacket_NominatedFromElsewhere_Roams()
    {
        var peer = IcePeer.Default;
        _agent.HandlePacket(peer.Check(), IcePeer.Home, Start, _sink);

        Assert.Equal(IceCheckResult.Selected, _agent.HandlePacket(peer.Check(), IcePeer.Mobile, Start, _sink));
        Assert.Equal(IcePeer.Mobile, _agent.Selected);
    }

    [Fact]
    public void HandlePacket_CheckWithoutNominationFromElsewhere_IsAnsweredAndMovesNothing()
    {
        var peer = IcePeer.Default;
        _agent.HandlePacket(peer.Check(), IcePeer.Home, Start, _sink);

        Assert.Equal(IceCheckResult.Answered, _agent.HandlePacket(peer.Check(nominate: false), IcePeer.Mobile, Start, _sink));
        Assert.Equal(IcePeer.Home, _agent.Selected);
        Assert.Equal(IcePeer.Mobile, _sink.Sent[1].To);
    }

    [Fact]
    public void HandlePacket_CopyOfAnOldCheckFromElsewhere_MovesNothingAndIsNoConsent()
    {
        var peer = IcePeer.Default;
        var caught = peer.Check();
        _agent.HandlePacket(caught, IcePeer.Home, Start, _sink);
        _agent.HandlePacket(peer.Check(), IcePeer.Home, Start, _sink);

        var result = _agent.HandlePacket(caught, IcePeer.Mobile, Start + TimeSpan.FromSeconds(9), _sink);

        Assert.Equal(IceCheckResult.Repeated, result);
        Assert.Equal(IcePeer.Home, _agent.Selected);
        Assert.Equal(Start, _agent.LastCheck);
    }

    [Fact]
    public void HandlePacket_Retransmission_IsAnsweredAgain()
    {
        var check = IcePeer.Default.Check();

        _agent.HandlePacket(check, IcePeer.Home, Start, _sink);
        _agent.HandlePacket(check, IcePeer.Home, Start, _sink);

        Assert.Equal(2, _sink.Sent.Count);
        Assert.Equal(_sink.Sent[0].Datagram, _sink.Sent[1].Datagram);
    }

    [Fact]
    public void LastCheck_NewCheckFromSelectedAddress_IsItsTime()
    {
        var peer = IcePeer.Default;
        var later = Start + TimeSpan.FromSeconds(15);
        Assert.Null(_agent.LastCheck);

        _agent.HandlePacket(peer.Check(), IcePeer.Home, Start, _sink);
        Assert.Equal(Start, _agent.LastCheck);

        _agent.HandlePacket(peer.Check(nominate: false), IcePeer.Home, later, _sink);
        Assert.Equal(later, _agent.LastCheck);
    }

    [Fact]
    public void Restart_FormerCredentials_HoldUntilTheFirstCheckUnderTheNewOnes()
    {
        var former = IcePeer.Default;
        _agent.HandlePacket(former.Check(), IcePeer.Home, Start, _sink);
        var relay = new IceCredentials("relayUfrag02", "relayPassword9876543210b");
        var terminal = new IceCredentials("newt", "terminalPassword9876543210");
        var renewed = new IcePeer(relay, terminal);

        _agent.Restart(relay, terminal);

        Assert.Equal(IcePeer.Home, _agent.Selected);
        Assert.Equal(IceCheckResult.Answered, _agent.HandlePacket(former.Check(), IcePeer.Home, Start, _sink));
        Assert.Equal(IceCheckResult.Selected, _agent.HandlePacket(renewed.Check(), IcePeer.Mobile, Start, _sink));
        Assert.Equal(IceCheckResult.Refused, _agent.HandlePacket(former.Check(), IcePeer.Home, Start, _sink));
    }

    [Fact]
    public void HandlePacket_ThousandsOfChecks_AllocatesNothing()
    {
        var sink = new CountingSink();
        var check = IcePeer.Default.Check();
        var forged = new IcePeer(IcePeer.Relay, IcePeer.Terminal) { Password = "wrong" }.Check();
        void Once()
        {
            // A new transaction each time would need a new integrity; the retransmission takes the same way.
            _agent.HandlePacket(check, IcePeer.Home, Start, sink);
            _agent.HandlePacket(forged, IcePeer.Mobile, Start, sink);
        }

        Once();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
        {
            Once();
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
