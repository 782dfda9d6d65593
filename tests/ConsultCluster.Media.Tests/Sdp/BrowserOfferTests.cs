using ConsultCluster.Media.Dtls;
using ConsultCluster.Media.Sdp;

namespace ConsultCluster.Media.Tests.Sdp;

public class BrowserOfferTests
{
    private readonly NegotiatedSession _room = Offers.Accept(Offers.Read("chromium-room"));

    [Fact]
    public void TryNegotiate_Chromium_ReadsTransport()
    {
        Assert.Equal("yP6g", _room.Remote.UserFragment);
        Assert.Equal("uc1/gktjeTF9NSvoanwrQ++d", _room.Remote.Password);
        Assert.Equal(Offers.Local, _room.Local);
        Assert.StartsWith("794B558E", Convert.ToHexString(_room.RemoteFingerprint.AsSpan()), StringComparison.Ordinal);
        Assert.Equal(DtlsRole.Server, _room.Role);
    }

    [Fact]
    public void TryNegotiate_Chromium_ThreeSendingSectionsAndNineSlots()
    {
        Assert.Equal(
            Enumerable.Repeat(MediaDirections.Receive, 3).Concat(Enumerable.Repeat(MediaDirections.Send, 9)),
            _room.Media.Select(media => media.Directions));
        Assert.Equal(["0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11"], _room.Media.Select(media => media.Mid));
        Assert.Equal(5, _room.Media.Count(media => media.Kind == MediaKind.Audio));
    }

    [Fact]
    public void TryNegotiate_Chromium_ReadsPublishedSsrcs()
    {
        Assert.Equal((2468956892u, null), (_room.Media[0].RemoteSsrc, _room.Media[0].RemoteRtxSsrc));
        Assert.Equal((1514499022u, 4151479434u), (_room.Media[1].RemoteSsrc, _room.Media[1].RemoteRtxSsrc));
        Assert.All(_room.Media[3..], media => Assert.Null(media.RemoteSsrc));
    }

    [Fact]
    public void TryNegotiate_Chromium_EverySlotHasItsOwnSsrcs()
    {
        var slots = _room.Media[3..];
        var ssrcs = slots.Select(media => media.LocalSsrc).Concat(slots.Select(media => media.LocalRtxSsrc).Where(ssrc => ssrc != 0)).ToList();

        Assert.Equal(9 + 5, ssrcs.Count);
        Assert.DoesNotContain(0u, ssrcs);
        Assert.Equal(ssrcs.Count, ssrcs.Distinct().Count());
        Assert.All(_room.Media[..3], media => Assert.Equal((0u, 0u), (media.LocalSsrc, media.LocalRtxSsrc)));
    }

    [Fact]
    public void TryNegotiate_Chromium_CodecsInOfferedOrderWithoutPacketizationModeZero()
    {
        Assert.Equal(
            [RtpCodec.Vp8, RtpCodec.H264, RtpCodec.H264, RtpCodec.H264, RtpCodec.Av1, RtpCodec.Vp9, RtpCodec.Vp9],
            _room.Media[1].Codecs.Select(codec => codec.Codec));
        Assert.Equal([96, 102, 108, 116, 45, 98, 100], _room.Media[1].Codecs.Select(codec => (int)codec.PayloadType));
        Assert.Equal([97, 103, 109, 117, 46, 99, 101], _room.Media[1].Codecs.Select(codec => (int)codec.RtxPayloadType!));
        Assert.All(_room.Media[1].Codecs, codec => Assert.True(codec is { Nack: true, Pli: true, Remb: true, ClockRate: 90_000 }));
        Assert.Equal(
            new(RtpCodec.Opus, 111, null, 48_000, "minptime=10;useinbandfec=1", Nack: false, Pli: false, Remb: false),
            Assert.Single(_room.Media[0].Codecs));
    }

    [Fact]
    public void TryNegotiate_Chromium_AnswersOnlyTheExtensionsWeUse()
    {
        Assert.Equal(new(Mid: 4, AudioLevel: 1, TransportSequence: 0, AbsoluteSendTime: 2, DependencyDescriptor: 0), _room.Media[0].Extensions);
        Assert.Equal(new(Mid: 4, AudioLevel: 0, TransportSequence: 0, AbsoluteSendTime: 2, DependencyDescriptor: 0), _room.Media[1].Extensions);
        Assert.Equal(
            ["2 http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time", "4 urn:ietf:params:rtp-hdrext:sdes:mid"],
            _room.Answer().Media[1].All("extmap"));
    }

    [Fact]
    public void Answer_Chromium_IsIceLiteBundledAndMuxed()
    {
        var answer = _room.Answer();

        Assert.Contains(new SdpAttribute("ice-lite"), answer.Attributes);
        Assert.Contains(new SdpAttribute("group", "BUNDLE 0 1 2 3 4 5 6 7 8 9 10 11"), answer.Attributes);
        Assert.All(answer.Media, media =>
        {
            Assert.Equal(7000, media.Port);
            Assert.Equal("relayUfrag01", media.Find("ice-ufrag"));
            Assert.Equal("relayPassword0123456789a", media.Find("ice-pwd"));
            Assert.Equal("passive", media.Find("setup"));
            Assert.StartsWith("sha-256 00:01:02:03:", media.Find("fingerprint"), StringComparison.Ordinal);
            Assert.NotNull(media.Find("rtcp-mux"));
            Assert.NotNull(media.Find("rtcp-rsize"));
        });
        Assert.Equal(
            ["1 1 udp 2130706431 192.0.2.1 7000 typ host", "2 1 udp 2130706175 2001:db8::1 7000 typ host"],
            answer.Media[0].All("candidate"));
        Assert.NotNull(answer.Media[0].Find("end-of-candidates"));
        Assert.Empty(answer.Media[1].All("candidate"));
    }

    [Fact]
    public void Answer_Chromium_NamesEachSlotsStreams()
    {
        var slot = _room.Answer().Media[7];
        var agreed = _room.Media[7];

        Assert.NotNull(slot.Find("sendonly"));
        Assert.Equal("slot-7 slot-7", slot.Find("msid"));
        Assert.Equal($"FID {agreed.LocalSsrc} {agreed.LocalRtxSsrc}", slot.Find("ssrc-group"));
        Assert.Contains($"{agreed.LocalSsrc} cname:slot-7", slot.All("ssrc"));
        Assert.Contains($"{agreed.LocalRtxSsrc} msid:slot-7 slot-7", slot.All("ssrc"));
        Assert.Empty(_room.Answer().Media[1].All("msid"));
        Assert.NotNull(_room.Answer().Media[1].Find("recvonly"));
    }

    [Fact]
    public void Answer_Chromium_PromisesNoTransportFeedback()
    {
        Assert.DoesNotContain("transport-cc", _room.Answer, StringComparison.Ordinal);
        Assert.DoesNotContain("transport-wide-cc", _room.Answer, StringComparison.Ordinal);
        Assert.DoesNotContain("ccm fir", _room.Answer, StringComparison.Ordinal);
        Assert.Contains("a=rtcp-fb:96 goog-remb", _room.Answer, StringComparison.Ordinal);
    }

    [Fact]
    public void TryNegotiate_PolicyWithTransportFeedback_AnswersItInPlaceOfRemb()
    {
        var session = Offers.Accept(Offers.Read("chromium-room"), policy: Offers.Policy with { TransportFeedback = true });

        Assert.Equal(3, session.Media[1].Extensions.TransportSequence);
        Assert.Contains("a=rtcp-fb:96 transport-cc", session.Answer, StringComparison.Ordinal);
        Assert.DoesNotContain("goog-remb", session.Answer, StringComparison.Ordinal);
    }

    [Fact]
    public void TryNegotiate_ChromiumSimulcastAndDataChannel_AllLayersAndAChannelThatStaysShut()
    {
        var session = Offers.Accept(Offers.Read("chromium-simulcast"));
        var answer = session.Answer();

        Assert.Equal([MediaDirections.Receive, MediaDirections.Receive | MediaDirections.Send, MediaDirections.None],
            session.Media.Select(media => media.Directions));
        Assert.Null(session.Media[0].RemoteSsrc);
        Assert.Equal(13, session.Media[0].Extensions.DependencyDescriptor);
        Assert.Contains("a=rid:q recv\r\na=rid:h recv\r\na=rid:f recv\r\na=simulcast:recv q;h;f\r\n", session.Answer, StringComparison.Ordinal);
        Assert.Contains(new SdpAttribute("group", "BUNDLE 0 1 2"), answer.Attributes);
        Assert.Equal(("application", 7000, "webrtc-datachannel"), (answer.Media[2].Media, answer.Media[2].Port, answer.Media[2].Formats));
        Assert.NotNull(answer.Media[1].Find("sendrecv"));
        Assert.NotEqual(0u, session.Media[1].LocalSsrc);
    }
}
