using System.Net;
using System.Text;
using ConsultCluster.Media.Stun;

namespace ConsultCluster.Media.Tests.Stun;

public class StunVectorTests
{
    [Fact]
    public void TryParse_PublishedRequest_ReadsEveryAttribute()
    {
        Assert.True(StunMessage.TryParse(Rfc5769.Request, out var message));

        Assert.Equal(StunClass.Request, message.Class);
        Assert.True(message.IsBinding);
        Assert.Equal("evtj:h6vY", Encoding.UTF8.GetString(message.Username));
        Assert.Equal(0x6E0001FFu, message.Priority);
        Assert.Equal(0x932FF9B151263B36ul, message.IceControlled);
        Assert.Null(message.IceControlling);
        Assert.False(message.UseCandidate);
        Assert.True(message.HasFingerprint);
        Assert.Equal(0, message.UnknownCount);
        Assert.True(message.VerifyIntegrity(Rfc5769.Password));
    }

    [Fact]
    public void TryParse_PublishedIPv4Response_ReadsAddress()
    {
        Assert.True(StunMessage.TryParse(Rfc5769.IPv4Response, out var message));

        Assert.Equal(StunClass.Success, message.Class);
        Assert.Equal(TransportAddress.From(new(IPAddress.Parse("192.0.2.1"), 32853)), message.MappedAddress);
        Assert.True(message.VerifyIntegrity(Rfc5769.Password));
    }

    [Fact]
    public void TryParse_PublishedIPv6Response_ReadsAddress()
    {
        Assert.True(StunMessage.TryParse(Rfc5769.IPv6Response, out var message));

        Assert.Equal(TransportAddress.From(new(IPAddress.Parse("2001:db8:1234:5678:11:2233:4455:6677"), 32853)), message.MappedAddress);
        Assert.True(message.VerifyIntegrity(Rfc5769.Password));
    }

    [Fact]
    public void VerifyIntegrity_OtherPassword_IsFalse()
    {
        Assert.True(StunMessage.TryParse(Rfc5769.Request, out var message));

        Assert.False(message.VerifyIntegrity("VOkJxbRl1RmTxUk/WvJxBs"u8));
    }

    [Fact]
    public void TryParse_AnyBitFlipped_FingerprintNeverFits()
    {
        for (var bit = 0; bit < Rfc5769.Request.Length * 8; bit++)
        {
            var datagram = (byte[])Rfc5769.Request.Clone();
            datagram[bit / 8] ^= (byte)(1 << (bit % 8));

            // A flip may hide FINGERPRINT, as another type or inside a longer attribute: then it is not there, rather than right.
            Assert.False(StunMessage.TryParse(datagram, out var message) && message.HasFingerprint, $"bit {bit}");
        }
    }

    [Fact]
    public void VerifyIntegrity_AnyCoveredBitFlipped_IsFalse()
    {
        const int EndOfIntegrity = 100;
        for (var bit = 0; bit < EndOfIntegrity * 8; bit++)
        {
            // Without FINGERPRINT, which would catch it first.
            var datagram = Rfc5769.Request[..EndOfIntegrity];
            datagram[3] = EndOfIntegrity - 20;
            datagram[bit / 8] ^= (byte)(1 << (bit % 8));

            Assert.False(StunMessage.TryParse(datagram, out var message) && message.VerifyIntegrity(Rfc5769.Password), $"bit {bit}");
        }
    }
}
