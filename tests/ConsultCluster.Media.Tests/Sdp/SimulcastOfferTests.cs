using ConsultCluster.Media.Sdp;

namespace ConsultCluster.Media.Tests.Sdp;

public sealed class SimulcastOfferTests
{
    [Theory]
    [InlineData("send q;h;f", "q h f")]
    [InlineData("send hi,mid;~lo", "hi lo")]
    [InlineData("recv a;b send c;d", "c d")]
    [InlineData("send one recv a;b", "one")]
    [InlineData("recv a;b", "")]
    [InlineData("send", "")]
    [InlineData("send a;", "")]
    [InlineData("send a;b\"c", "")]
    [InlineData("send 1;2;3;4;5;6;7;8;9", "")]
    [InlineData("", "")]
    public void Read_Value_GivesTheLayersInOrder(string value, string expected) => Assert.Equal(expected, string.Join(' ', SimulcastOffer.Read(value)));
}
