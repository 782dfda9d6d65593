using System.Text;
using ConsultCluster.Media.Ice;
using ConsultCluster.Media.Stun;
using ConsultCluster.Testing.Media;

namespace ConsultCluster.Media.Tests.Ice;

public class IceLiteAgentTests
{
    private static readonly MonoTime Start = MonoTime.FromMilliseconds(1000);

    private readonly IceLiteAgent _agent = new(IcePeer.Relay, IcePeer.Terminal, new SeededRandomSource(1), session: 7, TimeSpan.FromSeconds(7.5));
    private readonly ListSink _sink = new();

    [Fact]
    public void HandlePacket_FirstCheck_AnswersSelectsAndChecksItself()
    {
        var check = IcePeer.Default.Check();

        Assert.Equal(IceCheckResult.Selected, _agent.HandlePacket(check, IcePeer.Home, Start, _sink));

        Assert.Equal(IcePeer.Home, _agent.Selected);
        Assert.False(_agent.IsProven);
        Assert.Equal(1, _agent.ChecksAnswered);
        Assert.Equal(2, _sink.Sent.Count);
        Assert.Equal((byte)0, _sink.Sent[1].Datagram[0]);
        var (to, reply) = _sink.Sent[0];
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
    public void HandlePacket_AnswerFromTheSelectedAddress_ProvesItOnce()
    {
        var peer = IcePeer.Default;
        _agent.HandlePacket(peer.Check(), IcePeer.Home, Start, _sink);
        var answer = peer.Answer(_sink.Sent[1].Datagram);

        Assert.Equal(IceCheckResult.Ignored, _agent.HandlePacket(answer, IcePeer.Mobile, Start, _sink));
        Assert.Equal(IceCheckResult.Proven, _agent.HandlePacket(answer, IcePeer.Home, Start, _sink));
        Assert.True(_agent.IsProven);
        Assert.Equal(IceCheckResult.Ignored, _agent.HandlePacket(answer, IcePeer.Home, Start, _sink));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void HandlePacket_CheckFromElsewhere_MovesOnlyWithTheAnswer(bool isBeforeNomination)
    {
        var peer = IcePeer.Default;
        _agent.HandlePacket(peer.Check(nominate: !isBeforeNomination), IcePeer.Home, Start, _sink);
        _sink.Sent.Clear();

        Assert.Equal(IceCheckResult.Unproven, _agent.HandlePacket(peer.Check(nominate: !isBeforeNomination), IcePeer.Mobile, Start, _sink));
        Assert.Equal(IcePeer.Home, _agent.Selected);
        Assert.All(_sink.Sent, sent => Assert.Equal(IcePeer.Mobile, sent.To));
        var answer = peer.Answer(_sink.Sent[1].Datagram);
        Assert.Equal(IceCheckResult.Proven, _agent.HandlePacket(answer, IcePeer.Mobile, Start, _sink));
        Assert.Equal(IcePeer.Mobile, _agent.Selected);
        Assert.True(_agent.IsProven);
    }

    [Fact]
    public void HandlePacket_CheckWithoutNominationFromElsewhere_IsAnsweredAndMovesNothing()
    {
        var peer = IcePeer.Default;
        _agent.HandlePacket(peer.Check(), IcePeer.Home, Start, _sink);
        _sink.Sent.Clear();

        Assert.Equal(IceCheckResult.Unproven, _agent.HandlePacket(peer.Check(nominate: false), IcePeer.Mobile, Start, _sink));
        Assert.Equal(IcePeer.Home, _agent.Selected);
        Assert.Equal(IcePeer.Mobile, Assert.Single(_sink.Sent).To);
    }

    [Fact]
    public void HandlePacket_OldAnswerToACheckElsewhere_MovesNothingBack()
    {
        var peer = IcePeer.Default;
        _agent.HandlePacket(peer.Check(), IcePeer.Home, Start, _sink);
        _agent.HandlePacket(peer.Check(), IcePeer.Mobile, Start, _sink);
        var there = peer.Answer(_sink.Sent[^1].Datagram);
        Assert.Equal(IceCheckResult.Proven, _agent.HandlePacket(there, IcePeer.Mobile, Start, _sink));
        _agent.HandlePacket(peer.Check(), IcePeer.Home, Start, _sink);
        Assert.Equal(IceCheckResult.Proven, _agent.HandlePacket(peer.Answer(_sink.Sent[^1].Datagram), IcePeer.Home, Start, _sink));

        Assert.Equal(IceCheckResult.Ignored, _agent.HandlePacket(there, IcePeer.Mobile, Start, _sink));
        Assert.Equal(IcePeer.Home, _agent.Selected);
    }

    [Fact]
    public void HandlePacket_AnswerTwentySecondsLate_ProvesNothing()
    {
        var peer = IcePeer.Default;
        _agent.HandlePacket(peer.Check(), IcePeer.Home, Start, _sink);
        _agent.HandlePacket(peer.Check(), IcePeer.Mobile, Start, _sink);

        var answer = peer.Answer(_sink.Sent[^1].Datagram);
        Assert.Equal(IceCheckResult.Ignored, _agent.HandlePacket(answer, IcePeer.Mobile, Start + TimeSpan.FromSeconds(20), _sink));
    }

    [Fact]
    public void HandlePacket_ChecksFromManyAddressesMeanwhile_TheAnswerIsStillTaken()
    {
        var peer = IcePeer.Default;
        _agent.HandlePacket(peer.Check(), IcePeer.Home, Start, _sink);
        _agent.HandlePacket(peer.Check(), IcePeer.Mobile, Start, _sink);
        var answer = peer.Answer(_sink.Sent[^1].Datagram);
        var check = peer.Check();
        for (ushort port = 1; port < 1000; port++)
        {
            _agent.HandlePacket(check, IcePeer.Mobile with { Port = port }, Start, _sink);
        }

        Assert.Equal(IceCheckResult.Proven, _agent.HandlePacket(answer, IcePeer.Mobile, Start, _sink));
    }

    [Fact]
    public void HandleTimeout_PeerDoesNotAnswer_ConsentEndsAfterThirtySeconds()
    {
        var peer = IcePeer.Default;
        _agent.HandlePacket(peer.Check(), IcePeer.Home, Start, _sink);
        _agent.HandlePacket(peer.Answer(_sink.Sent[1].Datagram), IcePeer.Home, Start, _sink);
        Run(Start + IceLiteAgent.ConsentLifetime - TimeSpan.FromSeconds(1));
        Assert.True(_agent.MaySend(1_000_000));

        Run(Start + IceLiteAgent.ConsentLifetime);
        Assert.False(_agent.MaySend(1));
        _agent.HandleReceived(100, IcePeer.Home);
        Assert.True(_agent.MaySend(300));
        Assert.False(_agent.MaySend(301));
    }

    [Fact]
    public void HandlePacket_Retransmission_IsAnsweredAgain()
    {
        var check = IcePeer.Default.Check();

        _agent.HandlePacket(check, IcePeer.Home, Start, _sink);
        _agent.HandlePacket(check, IcePeer.Home, Start, _sink);

        Assert.Equal(3, _sink.Sent.Count);
        Assert.Equal(_sink.Sent[0].Datagram, _sink.Sent[2].Datagram);
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
        Assert.Equal(IceCheckResult.Unproven, _agent.HandlePacket(renewed.Check(), IcePeer.Mobile, Start, _sink));
        Assert.Equal(IceCheckResult.Proven, _agent.HandlePacket(renewed.Answer(_sink.Sent[^1].Datagram), IcePeer.Mobile, Start, _sink));
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

    private void Run(MonoTime until)
    {
        while (_agent.NextTimeout is { } due && due <= until)
        {
            _agent.HandleTimeout(due, _sink);
        }
    }
}
