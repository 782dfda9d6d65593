using ConsultCluster.Media.Forwarding;

namespace ConsultCluster.Media.Tests.Forwarding;

public sealed class KeyframeRequesterTests
{
    private static readonly MonoTime Start = MonoTime.FromMilliseconds(5000);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    [Fact]
    public void Request_First_IsDueAtOnce()
    {
        var requester = new KeyframeRequester(Interval);
        requester.Request(Start);

        Assert.True(requester.HandleTimeout(Start));
        Assert.False(requester.HandleTimeout(Start));
    }

    [Fact]
    public void Request_SoonAfterAKeyframe_WaitsForTheInterval()
    {
        var requester = new KeyframeRequester(Interval);
        requester.Request(Start);
        requester.HandleTimeout(Start);
        requester.HandleKeyframe();
        Assert.Null(requester.NextTimeout);
        requester.Request(Start + TimeSpan.FromMilliseconds(100));

        Assert.Equal(Start + Interval, requester.NextTimeout);
    }

    [Fact]
    public void HandleTimeout_NoAnswer_IsRepeatedTenTimesAtMost()
    {
        var requester = new KeyframeRequester(Interval);
        requester.Request(Start);
        var requests = 0;
        while (requester.NextTimeout is { } at && requests < 100)
        {
            requests += requester.HandleTimeout(at) ? 1 : 0;
        }

        Assert.Equal(10, requests);
    }
}
