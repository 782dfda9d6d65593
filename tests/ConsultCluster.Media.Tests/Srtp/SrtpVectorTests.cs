using ConsultCluster.Media.Srtp;

namespace ConsultCluster.Media.Tests.Srtp;

/// <summary>Published packets: RFC 7714 §16.1.1 and §17.1, and the packets that every AES_CM_128_HMAC_SHA1_80 implementation is checked with.</summary>
public class SrtpVectorTests
{
    private const string GcmPlainRtp =
        "8040F17B8041F8D35501A0B247616C6C696120657374206F6D6E697320646976697361" +
        "20696E207061727465732074726573";

    private const string GcmSealedRtp =
        "8040F17B8041F8D35501A0B2F24DE3A3FB34DE6CACBA861C9D7E4BCABE633BD50D294E6F42A5F47A51C7D19B36DE3ADF8833" +
        "899D7F27BEB16A9152CF765EE4390CCE";

    private const string GcmPlainRtcp =
        "81C8000D4D6172734E5450314E545032525450200000042A0000E9304C756E61DEADBEEFDEADBEEFDEADBEEFDEADBEEFDEADBEEF";

    private const string GcmSealedRtcp =
        "81C8000D4D61727363E94885DCDAB67CA727D7662F6B7E997FF5C0F76C06F32DC676A5F1730D6FDA4CE09B4686303DED0BB9275B" +
        "C84AA45896CF4D2FC5ABF87245D9EADE800005D4";

    private static readonly byte[] _gcmSalt = Convert.FromHexString("517569642070726F2071756F");

    private static readonly SrtpKeys _counterModeKeys = new(
        SrtpProfile.AesCm128HmacSha1_80,
        Convert.FromHexString("E1F97A0D3E018BE0D64FA32C06DE4139"),
        Convert.FromHexString("0EC675AD498AFEEBB6960B3AABE6"),
        Convert.FromHexString("E1F97A0D3E018BE0D64FA32C06DE4139"),
        Convert.FromHexString("0EC675AD498AFEEBB6960B3AABE6"));

    [Fact]
    public void ProtectRtp_GcmPacketOfTheRfc_YieldsItsCiphertext()
    {
        using var sender = new SrtpSender(GcmOfTheRfc());
        var plain = Convert.FromHexString(GcmPlainRtp);
        var output = new byte[plain.Length + sender.MaxExpansion];

        var length = sender.ProtectRtp(0xF17B, plain.AsSpan(0, 12), plain.AsSpan(12), output);

        Assert.Equal(GcmSealedRtp, Convert.ToHexString(output.AsSpan(0, length)));
    }

    [Fact]
    public void TryUnprotectRtp_GcmPacketOfTheRfc_YieldsItsPlaintext()
    {
        using var receiver = new SrtpReceiver(GcmOfTheRfc());
        var packet = Convert.FromHexString(GcmSealedRtp);

        var result = receiver.TryUnprotectRtp(packet, 12, out var length, out var index);

        Assert.Equal(SrtpResult.Ok, result);
        Assert.Equal(0xF17B, index);
        Assert.Equal(GcmPlainRtp, Convert.ToHexString(packet.AsSpan(0, length)));
    }

    [Fact]
    public void ProtectRtcp_GcmPacketOfTheRfc_YieldsItsCiphertext()
    {
        using var sender = new SrtpSender(GcmOfTheRfc(), firstRtcpIndex: 0x5D4);
        var plain = Convert.FromHexString(GcmPlainRtcp);
        var output = new byte[plain.Length + sender.MaxExpansion];

        var length = sender.ProtectRtcp(plain, output);

        Assert.Equal(GcmSealedRtcp, Convert.ToHexString(output.AsSpan(0, length)));
    }

    [Fact]
    public void TryUnprotectRtcp_GcmPacketOfTheRfc_YieldsItsPlaintext()
    {
        using var receiver = new SrtpReceiver(GcmOfTheRfc());
        var packet = Convert.FromHexString(GcmSealedRtcp);

        var result = receiver.TryUnprotectRtcp(packet, out var length);

        Assert.Equal(SrtpResult.Ok, result);
        Assert.Equal(GcmPlainRtcp, Convert.ToHexString(packet.AsSpan(0, length)));
    }

    [Fact]
    public void ProtectRtp_CounterModeReferencePacket_YieldsItsCiphertext()
    {
        using var sender = new SrtpSender(_counterModeKeys, FrameworkSrtpCrypto.Instance);
        var plain = Convert.FromHexString("800F1234DECAFBADCAFEBABE" + string.Concat(Enumerable.Repeat("AB", 16)));
        var output = new byte[plain.Length + sender.MaxExpansion];

        var length = sender.ProtectRtp(0x1234, plain.AsSpan(0, 12), plain.AsSpan(12), output);

        Assert.Equal(
            "800F1234DECAFBADCAFEBABE4E55DC4CE79978D88CA4D215949D2402B78D6ACC99EA179B8DBB",
            Convert.ToHexString(output.AsSpan(0, length)));
    }

    [Fact]
    public void ProtectRtcp_CounterModeReferencePacket_YieldsItsCiphertext()
    {
        using var sender = new SrtpSender(
            SrtpTransform.Create(SrtpProfile.AesCm128HmacSha1_80, _counterModeKeys.SendKey, _counterModeKeys.SendSalt, FrameworkSrtpCrypto.Instance),
            firstRtcpIndex: 1);
        var plain = Convert.FromHexString("81C8000BCAFEBABE" + string.Concat(Enumerable.Repeat("AB", 16)));
        var output = new byte[plain.Length + sender.MaxExpansion];

        var length = sender.ProtectRtcp(plain, output);

        Assert.Equal(
            "81C8000BCAFEBABE7128035BE487B9BDBEF89041F977A5A880000001993E08CD54D6C1230798",
            Convert.ToHexString(output.AsSpan(0, length)));
    }

    private static GcmTransform GcmOfTheRfc()
    {
        var key = Convert.FromHexString("000102030405060708090A0B0C0D0E0F");
        var crypto = FrameworkSrtpCrypto.Instance;
        return new GcmTransform(crypto.CreateAesGcm(key), crypto.CreateAesGcm(key), _gcmSalt);
    }
}
