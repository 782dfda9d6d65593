using ConsultCluster.Media.Forwarding;

namespace ConsultCluster.Media.Tests.Forwarding;

public sealed class TimestampRewriterTests
{
    private static readonly MonoTime Start = MonoTime.FromMilliseconds(5000);

    [Fact]
    public void Switch_OtherSourceTwoSecondsLater_ContinuesTwoSecondsLater()
    {
        var rewriter = new TimestampRewriter(90_000, uint.MaxValue - 10);
        rewriter.Switch(777, Start);
        Assert.Equal(uint.MaxValue - 10, rewriter.Map(777, Start));
        var last = rewriter.Map(777 + 3000, Start);
        rewriter.Switch(123_456_789, Start + TimeSpan.FromSeconds(2));

        Assert.Equal(180_000u, rewriter.Map(123_456_789, Start + TimeSpan.FromSeconds(2)) - last);
    }

    [Fact]
    public void Switch_AtTheSameMoment_StillGoesForward()
    {
        var rewriter = new TimestampRewriter(48_000, 0);
        rewriter.Switch(5, Start);
        rewriter.Map(5, Start);
        rewriter.Switch(5, Start);

        Assert.Equal(1u, rewriter.Map(5, Start));
    }
}
