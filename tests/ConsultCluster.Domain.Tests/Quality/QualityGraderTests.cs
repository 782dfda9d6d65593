using ConsultCluster.Domain.Quality;

namespace ConsultCluster.Domain.Tests.Quality;

public class QualityGraderTests
{
    [Theory]
    [InlineData(0, 20d, 2, QualityGrade.Excellent)]
    [InlineData(0, null, 0, QualityGrade.Excellent)]
    [InlineData(2, 60d, 10, QualityGrade.Good)]
    [InlineData(5, 150d, 15, QualityGrade.Poor)]
    [InlineData(10, 200d, 20, QualityGrade.Bad)]
    [InlineData(40, 500d, 80, QualityGrade.VeryBad)]
    [InlineData(100, 20d, 0, QualityGrade.Disconnected)]
    [InlineData(double.NaN, 20d, 0, QualityGrade.Unknown)]
    public void Grade_KnownNetworks_AreWhereAPersonWouldPutThem(double loss, double? rtt, double jitter, QualityGrade expected) =>
        Assert.Equal(expected, QualityGrader.Grade(loss, rtt, jitter));

    [Fact]
    public void Score_MoreLossDelayOrJitter_IsNeverBetter()
    {
        for (var loss = 0; loss < 100; loss += 5)
        {
            for (var rtt = 0; rtt < 1000; rtt += 50)
            {
                var here = QualityGrader.Score(loss, rtt, 10);
                Assert.InRange(here, 1, 4.5);
                Assert.True(QualityGrader.Score(loss + 1, rtt, 10) <= here);
                Assert.True(QualityGrader.Score(loss, rtt + 10, 10) <= here);
                Assert.True(QualityGrader.Score(loss, rtt, 20) <= here);
            }
        }
    }
}
