using ConsultCluster.Media.Forwarding;

namespace ConsultCluster.Media.Tests.Forwarding;

public sealed class SequenceRewriterTests
{
    [Fact]
    public void TryMap_BeforeAnyRun_IsFalse() => Assert.False(new SequenceRewriter(100).TryMap(5, out _));

    [Fact]
    public void StartRun_AfterASwitch_ContinuesAfterTheHighest()
    {
        var rewriter = new SequenceRewriter(100);
        rewriter.StartRun(5000);
        Assert.True(rewriter.TryMap(5000, out var first));
        Assert.True(rewriter.TryMap(5003, out var third));
        rewriter.StartRun(7);
        Assert.True(rewriter.TryMap(7, out var switched));

        Assert.Equal((100, 103, 104), (first, third, switched));
    }

    [Fact]
    public void TryMap_LatePacketOfTheRun_GetsTheNumberKeptForIt()
    {
        var rewriter = new SequenceRewriter(100);
        rewriter.StartRun(10);
        rewriter.TryMap(10, out _);
        rewriter.TryMap(12, out _);

        Assert.True(rewriter.TryMap(11, out var late));
        Assert.Equal(101, late);
        Assert.False(rewriter.TryMap(9, out _));
    }

    [Fact]
    public void TryReverse_NumberOfThisRun_IsTheSources()
    {
        var rewriter = new SequenceRewriter(65_530);
        rewriter.StartRun(10);
        for (var source = 10; source < 30; source++)
        {
            rewriter.TryMap(source, out _);
        }

        Assert.True(rewriter.TryReverse(4, out var mapped, out var output));
        Assert.Equal((20, 65_540), (mapped, output));
        Assert.False(rewriter.TryReverse(14, out _, out _));
        rewriter.StartRun(100);
        rewriter.TryMap(100, out _);
        Assert.False(rewriter.TryReverse(4, out _, out _));
        Assert.True(rewriter.TryReverse(14, out _, out _));
    }
}
