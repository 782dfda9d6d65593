using System.Text;
using ConsultCluster.Media.Ice;
using ConsultCluster.Media.Stun;
using ConsultCluster.Testing.Media;

namespace ConsultCluster.Media.Tests.Ice;

public class ProbeTicketsTests
{
    private static readonly MonoTime Start = MonoTime.FromMilliseconds(1000);

    private readonly ProbeTickets _tickets = new(new SeededRandomSource(1));
    private readonly ListSink _sink = new();

    public ProbeTicketsTests() => _tickets.HandleTimeout(Start);

    [Fact]
    public void TryAnswer_UnderTheTicket_AnswersOnceAndSmall()
    {
        var ticket = _tickets.Current;
        var check = Check(ticket);

        Assert.True(_tickets.TryAnswer(check, IcePeer.Home, _sink));

        var (to, reply) = Assert.Single(_sink.Sent);
        Assert.Equal(IcePeer.Home, to);
        Assert.True(reply.Length <= check.Length);
        Assert.True(StunMessage.TryParse(reply, out var message));
        Assert.Equal(StunClass.Success, message.Class);
        Assert.Equal(IcePeer.Home, message.MappedAddress);
        Assert.True(message.VerifyIntegrity(Encoding.UTF8.GetBytes(ticket.Password)));
    }

    [Fact]
    public void TryAnswer_WrongPasswordOrFragmentOrNoIntegrity_IsSilent()
    {
        var ticket = _tickets.Current;

        Assert.False(_tickets.TryAnswer(Check(ticket with { Password = "anotherPassword012345678" }), IcePeer.Home, _sink));
        Assert.False(_tickets.TryAnswer(Check(ticket with { UserFragment = "anotherUfrag" }), IcePeer.Home, _sink));
        Assert.False(_tickets.TryAnswer(new IcePeer(ticket, IcePeer.Terminal) { HasIntegrity = false }.Check(), IcePeer.Home, _sink));
        Assert.False(_tickets.TryAnswer(new IcePeer(ticket, IcePeer.Terminal) { Username = ticket.UserFragment }.Check(), IcePeer.Home, _sink));
        Assert.False(_tickets.TryAnswer("no stun at all"u8, IcePeer.Home, _sink));
        Assert.Empty(_sink.Sent);
    }

    [Fact]
    public void HandleTimeout_Due_ChangesTheTicketAndAcceptsThePreviousForOneMoreLifetime()
    {
        var stolen = Check(_tickets.Current);
        _tickets.HandleTimeout(Start + ProbeTickets.Lifetime);

        Assert.True(_tickets.TryAnswer(stolen, IcePeer.Home, _sink));
        Assert.True(_tickets.TryAnswer(Check(_tickets.Current), IcePeer.Home, _sink));

        _tickets.HandleTimeout(Start + (2 * ProbeTickets.Lifetime));
        Assert.False(_tickets.TryAnswer(stolen, IcePeer.Home, _sink));
    }

    [Fact]
    public void HandleTimeout_AfterALongSuspension_AcceptsNoPreviousTicket()
    {
        var stolen = Check(_tickets.Current);

        _tickets.HandleTimeout(Start + (3 * ProbeTickets.Lifetime));

        Assert.False(_tickets.TryAnswer(stolen, IcePeer.Home, _sink));
    }

    private static byte[] Check(IceCredentials ticket) => new IcePeer(ticket, IcePeer.Terminal).Check(nominate: false);
}
