using ConsultCluster.Media.Cascade;
using ConsultCluster.Media.Srtp;

namespace ConsultCluster.Media.Tests.Cascade;

public sealed class ReplayWindowTests
{
    [Fact]
    public void Check_EachCounterInAnyOrder_IsTakenOnce()
    {
        var random = new Random(1);
        var window = new ReplayWindow();
        var seen = new HashSet<long>();
        for (var i = 0; i < 200_000; i++)
        {
            var counter = Math.Max(0, i - random.Next(16_000));
            var expected = seen.Contains(counter) ? SrtpResult.Replayed : SrtpResult.Ok;
            Assert.Equal(expected, window.Check(counter));
            if (expected == SrtpResult.Ok)
            {
                window.Accept(counter);
                seen.Add(counter);
            }
        }
    }

    [Theory]
    [InlineData(16_384 + 64)]
    [InlineData(1_000_000)]
    public void Check_OlderThanTheWindow_IsTooOld(long later)
    {
        var window = new ReplayWindow();
        window.Accept(5);
        window.Accept(5 + later);

        Assert.Equal(SrtpResult.TooOld, window.Check(5));
        Assert.Equal(SrtpResult.TooOld, window.Check(6));
        Assert.Equal(SrtpResult.TooOld, window.Check(-1));
        Assert.Equal(SrtpResult.Ok, window.Check(5 + later - 16_000));
        Assert.Equal(SrtpResult.Replayed, window.Check(5 + later));
    }
}
