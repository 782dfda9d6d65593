using ConsultCluster.Media.Dtls;
using ConsultCluster.Media.Ice;
using ConsultCluster.Media.Sdp;

namespace ConsultCluster.Media.Tests.Sdp;

public class FurtherOfferTests
{
    private static readonly string Small = Offers.Of(Offers.Video("sendonly"), Offers.Video("recvonly"));
    private static readonly IceCredentials Fresh = new("relayUfrag02", "relayPassword9876543210b");
    private static readonly SdpAnswerPolicy Later = Offers.Policy with { Local = Fresh };

    [Fact]
    public void TryNegotiate_MoreSlots_KeepsSsrcsAndCredentials()
    {
        var first = Offers.Accept(Small);

        var second = Offers.Accept(Offers.Of(Offers.Video("sendonly"), Offers.Video("recvonly"), Offers.Video("recvonly")), first, Later);

        Assert.Equal(first.Media[1].LocalSsrc, second.Media[1].LocalSsrc);
        Assert.Equal(first.Media[1].LocalRtxSsrc, second.Media[1].LocalRtxSsrc);
        Assert.DoesNotContain(second.Media[2].LocalSsrc, (uint[])[0, first.Media[1].LocalSsrc, first.Media[1].LocalRtxSsrc]);
        Assert.Equal(first.Local, second.Local);
        Assert.Equal(first.Version + 1, second.Version);
        Assert.StartsWith("v=0\r\no=- 1000 2 IN IP4", second.Answer, StringComparison.Ordinal);
    }

    [Fact]
    public void TryNegotiate_IceRestart_TakesFreshCredentials()
    {
        var first = Offers.Accept(Small);

        var second = Offers.Accept(Small.Replace("ice-ufrag:term", "ice-ufrag:next", StringComparison.Ordinal), first, Later);

        Assert.Equal("next", second.Remote.UserFragment);
        Assert.Equal(Fresh, second.Local);
        Assert.Contains("a=ice-ufrag:relayUfrag02", second.Answer, StringComparison.Ordinal);
        Assert.Equal(first.Media[1].LocalSsrc, second.Media[1].LocalSsrc);
    }

    [Fact]
    public void TryNegotiate_SlotPausedAndResumed_HasNewSsrcs()
    {
        var first = Offers.Accept(Small);
        var paused = Offers.Accept(Offers.Of(Offers.Video("sendonly"), Offers.Video("inactive")), first);
        var resumed = Offers.Accept(Small, paused);

        Assert.Equal((MediaDirections.None, 0u, 0u), (paused.Media[1].Directions, paused.Media[1].LocalSsrc, paused.Media[1].LocalRtxSsrc));
        Assert.DoesNotContain("a=ssrc", paused.Answer, StringComparison.Ordinal);
        Assert.True(resumed.Media[1].LocalSsrc > first.Media[1].LocalRtxSsrc);
        Assert.True(resumed.Media[1].LocalRtxSsrc > resumed.Media[1].LocalSsrc);
    }

    [Fact]
    public void TryNegotiate_SlotUnderAnotherMid_NeverReusesAnSsrc()
    {
        var first = Offers.Accept(Small);
        var second = Offers.Accept(Small.Replace("m1", "z1", StringComparison.Ordinal), first);

        Assert.DoesNotContain(second.Media[1].LocalSsrc, (uint[])[first.Media[1].LocalSsrc, first.Media[1].LocalRtxSsrc]);
        Assert.DoesNotContain(second.Media[1].LocalRtxSsrc, (uint[])[first.Media[1].LocalSsrc, first.Media[1].LocalRtxSsrc]);
    }

    [Fact]
    public void TryNegotiate_ActpassAgain_KeepsTheDtlsRole()
    {
        var first = Offers.Accept(Small.Replace("setup:actpass", "setup:passive", StringComparison.Ordinal));

        Assert.Equal(DtlsRole.Client, first.Role);
        Assert.Equal(DtlsRole.Client, Offers.Accept(Small, first).Role);
        Assert.Equal(DtlsRole.Server, Offers.Accept(Small.Replace("setup:actpass", "setup:active", StringComparison.Ordinal), first).Role);
    }

    [Fact]
    public void TryNegotiate_TerminalUsesTheSsrcsWeWouldGive_TheyAreSkipped()
    {
        var session = Offers.Accept(Offers.Of(
            Offers.Video("sendonly") + "a=ssrc-group:FID 1000 1001\r\na=ssrc:1000 cname:x\r\na=ssrc:1001 cname:x\r\n", Offers.Video("recvonly")));

        Assert.Equal((1000u, 1001u), (session.Media[0].RemoteSsrc, session.Media[0].RemoteRtxSsrc));
        Assert.Equal((1002u, 1003u), (session.Media[1].LocalSsrc, session.Media[1].LocalRtxSsrc));
    }

    [Theory]
    [InlineData(false, true, MediaDirections.None, MediaDirections.Send, MediaDirections.Send)]
    [InlineData(true, false, MediaDirections.Receive, MediaDirections.None, MediaDirections.Receive)]
    [InlineData(false, false, MediaDirections.None, MediaDirections.None, MediaDirections.None)]
    public void TryNegotiate_PermissionMissing_TurnsThatDirectionOff(
        bool mayPublish, bool maySubscribe, MediaDirections sending, MediaDirections slot, MediaDirections both)
    {
        var session = Offers.Accept(
            Offers.Of(Offers.Audio("sendonly"), Offers.Audio("recvonly"), Offers.Audio("sendrecv")),
            policy: Offers.Policy with { MayPublish = mayPublish, MaySubscribe = maySubscribe });

        Assert.Equal([sending, slot, both], session.Media.Select(media => media.Directions));
        Assert.All(session.Media, media => Assert.NotEmpty(media.Codecs));
        Assert.All(session.Answer().Media, media => Assert.Equal(7000, media.Port));
    }
}
