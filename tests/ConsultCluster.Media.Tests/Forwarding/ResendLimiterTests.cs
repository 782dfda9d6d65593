using ConsultCluster.Media.Forwarding;

namespace ConsultCluster.Media.Tests.Forwarding;

public sealed class ResendLimiterTests
{
    private static readonly MonoTime Start = MonoTime.FromMilliseconds(5000);
    private static readonly TimeSpan RoundTrip = TimeSpan.FromMilliseconds(50);

    [Fact]
    public void TryTake_SamePacket_OncePerRoundTripAndEightTimesInAll()
    {
        var limiter = new ResendLimiter(1000);
        var taken = 0;
        for (var ms = 0; ms < 2000; ms += 10)
        {
            taken += limiter.TryTake(7, Start + TimeSpan.FromMilliseconds(ms), RoundTrip) ? 1 : 0;
            Assert.True(taken <= 1 + (ms / 50));
        }

        Assert.Equal(8, taken);
    }

    [Fact]
    public void TryTake_ManyPackets_AreBoundedByBurstAndRate()
    {
        var limiter = new ResendLimiter(100);
        var taken = 0;
        for (var i = 0; i < 3000; i++)
        {
            taken += limiter.TryTake(i, Start + TimeSpan.FromMilliseconds(i), RoundTrip) ? 1 : 0;
        }

        Assert.InRange(taken, 340, 351);
    }

    [Fact]
    public void HandleLate_PacketWasJustSent_IsNotSentAgainWithinTheRoundTrip()
    {
        var limiter = new ResendLimiter(100);
        limiter.HandleLate(7, Start);

        Assert.False(limiter.TryTake(7, Start + TimeSpan.FromMilliseconds(49), RoundTrip));
        Assert.True(limiter.TryTake(7, Start + TimeSpan.FromMilliseconds(50), RoundTrip));
    }
}
