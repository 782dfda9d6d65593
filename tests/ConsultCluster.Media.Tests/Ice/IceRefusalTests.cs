using System.Text;
using ConsultCluster.Media.Ice;
using ConsultCluster.Media.Stun;
using ConsultCluster.Testing.Media;

namespace ConsultCluster.Media.Tests.Ice;

public class IceRefusalTests
{
    private static readonly MonoTime Now = MonoTime.FromMilliseconds(1000);

    private readonly IceLiteAgent _agent = new(IcePeer.Relay, IcePeer.Terminal, new SeededRandomSource(1), session: 7, TimeSpan.FromSeconds(7.5));
    private readonly ListSink _sink = new();

    [Fact]
    public void HandlePacket_WrongPassword_Is401AndChangesNothing()
    {
        Refused(new IcePeer(IcePeer.Relay, IcePeer.Terminal) { Password = "guessed" }.Check(), StunErrorCode.Unauthenticated);
    }

    [Theory]
    [InlineData("relayUfrag01:other")]
    [InlineData("other:term")]
    [InlineData("relayUfrag01")]
    [InlineData("relayUfrag01:term2")]
    [InlineData("term:relayUfrag01")]
    public void HandlePacket_UnknownUser_Is401AndChangesNothing(string username)
    {
        Refused(new IcePeer(IcePeer.Relay, IcePeer.Terminal) { Username = username }.Check(), StunErrorCode.Unauthenticated);
    }

    [Fact]
    public void HandlePacket_NoIntegrity_Is400()
    {
        Refused(new IcePeer(IcePeer.Relay, IcePeer.Terminal) { HasIntegrity = false }.Check(), StunErrorCode.BadRequest);
    }

    [Fact]
    public void HandlePacket_NoUsername_Is400()
    {
        Refused(new IcePeer(IcePeer.Relay, IcePeer.Terminal) { HasUsername = false }.Check(), StunErrorCode.BadRequest);
    }

    [Fact]
    public void HandlePacket_PeerClaimsToBeControlled_Is487WithIntegrity()
    {
        Refused(new IcePeer(IcePeer.Relay, IcePeer.Terminal) { IsControlled = true }.Check(), StunErrorCode.RoleConflict);

        Assert.True(StunMessage.TryParse(_sink.Sent[0].Datagram, out var message));
        Assert.True(message.VerifyIntegrity(Encoding.UTF8.GetBytes(IcePeer.Relay.Password)));
    }

    [Fact]
    public void HandlePacket_UnknownRequiredAttribute_Is420()
    {
        Refused(new IcePeer(IcePeer.Relay, IcePeer.Terminal) { UnknownAttribute = 0x7FFF }.Check(), StunErrorCode.UnknownAttribute);

        // UNKNOWN-ATTRIBUTES follows the 8 bytes of ERROR-CODE.
        Assert.Equal("000A00027FFF0000", Convert.ToHexString(_sink.Sent[0].Datagram.AsSpan(28, 8)));
    }

    [Fact]
    public void HandlePacket_UnknownOptionalAttribute_IsAccepted()
    {
        var check = new IcePeer(IcePeer.Relay, IcePeer.Terminal) { UnknownAttribute = 0xC057 }.Check();

        Assert.Equal(IceCheckResult.Selected, _agent.HandlePacket(check, IcePeer.Home, Now, _sink));
    }

    [Fact]
    public void HandlePacket_BareRequestHeader_IsNotAnswered()
    {
        Span<byte> bare = stackalloc byte[20];
        _ = new StunWriter(bare, StunClass.Request, new byte[12]);

        Assert.Equal(IceCheckResult.Refused, _agent.HandlePacket(bare, IcePeer.Home, Now, _sink));
        Assert.Empty(_sink.Sent);
    }

    [Theory]
    [InlineData(StunClass.Indication)]
    [InlineData(StunClass.Success)]
    [InlineData(StunClass.Error)]
    public void HandlePacket_NoRequest_IsIgnored(StunClass messageClass)
    {
        Span<byte> buffer = stackalloc byte[64];
        var writer = new StunWriter(buffer, messageClass, new byte[12]);
        writer.AddFingerprint();

        Assert.Equal(IceCheckResult.Ignored, _agent.HandlePacket(buffer[..writer.Length], IcePeer.Home, Now, _sink));
        Assert.Empty(_sink.Sent);
    }

    [Fact]
    public void HandlePacket_WrongFingerprint_IsIgnored()
    {
        var check = IcePeer.Default.Check();
        check[^1] ^= 1;

        Assert.Equal(IceCheckResult.Ignored, _agent.HandlePacket(check, IcePeer.Home, Now, _sink));
        Assert.Empty(_sink.Sent);
    }

    [Fact]
    public void TryReadLocalUserFragment_Check_IsThePartBeforeTheColon()
    {
        Assert.True(IceLiteAgent.TryReadLocalUserFragment(IcePeer.Default.Check(), out var fragment));
        Assert.Equal(IcePeer.Relay.UserFragment, Encoding.UTF8.GetString(fragment));
    }

    [Fact]
    public void TryReadLocalUserFragment_NoRequestOrNoColonOrNoUser_IsFalse()
    {
        Assert.False(IceLiteAgent.TryReadLocalUserFragment(Tests.Stun.Rfc5769.IPv4Response, out _));
        Assert.False(IceLiteAgent.TryReadLocalUserFragment(new IcePeer(IcePeer.Relay, IcePeer.Terminal) { Username = "none" }.Check(), out _));
        Assert.False(IceLiteAgent.TryReadLocalUserFragment(new IcePeer(IcePeer.Relay, IcePeer.Terminal) { Username = ":x" }.Check(), out _));
        Assert.False(IceLiteAgent.TryReadLocalUserFragment(new IcePeer(IcePeer.Relay, IcePeer.Terminal) { HasUsername = false }.Check(), out _));
        Assert.False(IceLiteAgent.TryReadLocalUserFragment([], out _));
    }

    private void Refused(byte[] check, StunErrorCode error)
    {
        Assert.Equal(IceCheckResult.Refused, _agent.HandlePacket(check, IcePeer.Mobile, Now, _sink));

        Assert.Null(_agent.Selected);
        Assert.Null(_agent.NextTimeout);
        Assert.Equal(0, _agent.ChecksAnswered);
        Assert.Equal(1, _agent.ChecksRefused);
        var (to, reply) = Assert.Single(_sink.Sent);
        Assert.Equal(IcePeer.Mobile, to);
        Assert.True(reply.Length <= check.Length, "a refusal is no larger than the request");
        Assert.True(StunMessage.TryParse(reply, out var message));
        Assert.Equal((int)error, message.ErrorCode);
    }
}
