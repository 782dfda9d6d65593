using ConsultCluster.Relay.Remote.Hosting;

namespace ConsultCluster.Relay.Remote.Tests;

public sealed class PortListTests
{
    [Theory]
    [InlineData("7000", 7000)]
    [InlineData("7000-7002", 7000, 7001, 7002)]
    [InlineData("40001, 40003", 40001, 40003)]
    [InlineData("40002, 40001", 40002, 40001)]
    public void Format_Ports_ShowsNeighboursAsARange(string expected, params int[] ports) => Assert.Equal(expected, PortList.Format(ports));
}
