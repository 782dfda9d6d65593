using System.Net;
using ServerCaller = ConsultCluster.Server.Api.Caller;

namespace ConsultCluster.Server.Tests.Attacks;

/// <summary>One subscriber of an IPv6 provider uses another of his 2^64 addresses for each request, so that a limit per address never counts two.</summary>
[Trait("attack", "11")]
public sealed class AddressesOfOneNetwork
{
    [Theory]
    [InlineData("2001:db8:1:2::7", "2001:db8:1:2::/64")]
    [InlineData("2001:db8:1:2:ffff:ffff:ffff:ffff", "2001:db8:1:2::/64")]
    [InlineData("2001:db8:1:3::7", "2001:db8:1:3::/64")]
    [InlineData("fe80::1%3", "fe80::/64")]
    [InlineData("::1", "::/64")]
    [InlineData("192.0.2.7", "192.0.2.7")]
    [InlineData("::ffff:192.0.2.7", "192.0.2.7")]
    public void NetworkOf_AnyAddress_IsTheAddressOrItsFirst64Bits(string address, string network) =>
        Assert.Equal(network, ServerCaller.NetworkOf(IPAddress.Parse(address)));

    [Fact]
    public void NetworkOf_NoAddress_IsOneCaller() => Assert.Equal("unknown", ServerCaller.NetworkOf(null));
}
