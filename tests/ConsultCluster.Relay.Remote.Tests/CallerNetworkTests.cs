using System.Net;

namespace ConsultCluster.Relay.Remote.Tests;

public sealed class CallerNetworkTests
{
    [Theory]
    [InlineData("192.0.2.7", "192.0.2.7")]
    [InlineData("::ffff:192.0.2.7", "192.0.2.7")]
    [InlineData("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64")]
    [InlineData("::1", "::/64")]
    public void Of_Address_IsItselfOrItsSubscribersNetwork(string address, string network) => Assert.Equal(network, CallerNetwork.Of(IPAddress.Parse(address)));
}
