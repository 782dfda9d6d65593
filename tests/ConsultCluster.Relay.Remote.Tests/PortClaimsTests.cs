using System.Net;
using ConsultCluster.Relay.Remote.Hosting;
using ConsultCluster.Testing.Network;

namespace ConsultCluster.Relay.Remote.Tests;

public sealed class PortClaimsTests
{
    private static readonly IPEndPoint First = new(IPAddress.Loopback, FreePorts.Tcp());
    private static readonly IPEndPoint Second = new(IPAddress.Loopback, FreePorts.Tcp());

    [Fact]
    public void Take_PortThatAnotherHas_SaysWhichFlagAndClaimsNoneOfTheOthers()
    {
        using (PortClaims.Take([("GatewayPort", Second)]))
        {
            var refused = Assert.Throws<StartupException>(() => PortClaims.Take([("SiloPort", First), ("GatewayPort", Second)]));

            Assert.Equal($"TCP port {Second.Port} is used by another program; end it or choose another with --gateway-port.", refused.Message);
            PortClaims.Take([("SiloPort", First)]).Dispose();
        }

        PortClaims.Take([("SiloPort", First), ("GatewayPort", Second)]).Dispose();
    }

    /// <summary>Such as a gateway port of 0, which opens none.</summary>
    [Fact]
    public void Take_PortZero_IsNotClaimed()
    {
        using var first = PortClaims.Take([("GatewayPort", new IPEndPoint(IPAddress.Loopback, 0))]);
        using var second = PortClaims.Take([("GatewayPort", new IPEndPoint(IPAddress.Loopback, 0))]);

        Assert.NotSame(first, second);
    }
}
