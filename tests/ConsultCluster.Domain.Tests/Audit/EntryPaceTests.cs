using ConsultCluster.Domain.Audit;

namespace ConsultCluster.Domain.Tests.Audit;

public sealed class EntryPaceTests
{
    [Fact]
    public void Take_ManyTimes_IsDueOncePerKindAndMinuteWithTheCount()
    {
        var pace = new EntryPace();

        Assert.Equal([1, 0, 0], [Take("calls", 5), Take("calls", 5), Take("calls", 64.9)]);
        Assert.Equal(1, Take("connects", 10));
        Assert.Equal([3, 0, 2], [Take("calls", 65), Take("calls", 65.1), Take("calls", 200)]);

        int Take(string kind, double seconds) => pace.Take(kind, TimeSpan.FromSeconds(seconds));
    }
}
