using ConsultCluster.Media.Srtp;

namespace ConsultCluster.Media.Tests.Srtp;

public sealed class SrtpSenderTests
{
    private const int HeaderLength = 12;

    [Theory]
    [InlineData(SrtpProfile.AeadAes128Gcm)]
    [InlineData(SrtpProfile.AesCm128HmacSha1_80)]
    public void ProtectRtp_HeaderOrPayloadInPlace_YieldsTheSamePacket(SrtpProfile profile)
    {
        using var pair = new SrtpPair(profile);
        byte[] header = [0x80, 96, 0, 7, .. Enumerable.Range(1, HeaderLength - 4).Select(i => (byte)i)];
        var payload = Enumerable.Range(0, 333).Select(i => (byte)i).ToArray();
        var apart = new byte[HeaderLength + payload.Length + pair.Sender.MaxExpansion];
        var headerInPlace = apart.ToArray();
        header.CopyTo(headerInPlace, 0);
        var bothInPlace = headerInPlace.ToArray();
        payload.CopyTo(bothInPlace, HeaderLength);

        var length = pair.Sender.ProtectRtp(7, header, payload, apart);

        Assert.Equal(header, apart[..HeaderLength]);
        Assert.Equal(length, pair.Sender.ProtectRtp(7, headerInPlace.AsSpan(0, HeaderLength), payload, headerInPlace));
        Assert.Equal(apart, headerInPlace);
        Assert.Equal(length, pair.Sender.ProtectRtp(7, bothInPlace.AsSpan(0, HeaderLength), bothInPlace.AsSpan(HeaderLength, payload.Length), bothInPlace));
        Assert.Equal(apart, bothInPlace);
    }
}
