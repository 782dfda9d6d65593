using ConsultCluster.Media.Forwarding;

namespace ConsultCluster.Media.Tests.Forwarding;

public sealed class NackGeneratorTests
{
    private static readonly MonoTime Start = MonoTime.FromMilliseconds(5000);
    private static readonly TimeSpan Delay = TimeSpan.FromMilliseconds(10);

    [Fact]
    public void HandlePacket_NothingIsMissing_HasNoTimeout()
    {
        var nacks = new NackGenerator(Delay, 3);
        nacks.HandlePacket(1, Start);
        nacks.HandlePacket(2, Start);

        Assert.Null(nacks.NextTimeout);
    }

    [Fact]
    public void HandleTimeout_PacketStillMissing_RequestsAgainAfterRetryIntervalAndGivesUpAtMax()
    {
        var nacks = new NackGenerator(Delay, 3) { RetryInterval = TimeSpan.FromMilliseconds(50) };
        nacks.HandlePacket(1, Start);
        nacks.HandlePacket(3, Start);
        var asked = new List<double>();
        Span<long> wanted = stackalloc long[10];
        while (nacks.NextTimeout is { } at)
        {
            for (var i = nacks.HandleTimeout(at, wanted); i > 0; i--)
            {
                Assert.Equal(2, wanted[i - 1]);
                asked.Add((at - Start).TotalMilliseconds);
            }
        }

        Assert.Equal([10, 60, 110], asked);
    }

    [Fact]
    public void HandlePacket_Late_IsNotRequested()
    {
        var nacks = new NackGenerator(Delay, 3);
        nacks.HandlePacket(1, Start);
        nacks.HandlePacket(4, Start);
        nacks.HandlePacket(3, Start);
        Span<long> wanted = stackalloc long[10];

        Assert.Equal(1, nacks.HandleTimeout(Start + Delay, wanted));
        Assert.Equal(2, wanted[0]);
        nacks.HandlePacket(2, Start + Delay);
        Assert.Null(nacks.NextTimeout);
    }

    [Fact]
    public void HandleTimeout_MoreThanFits_RestIsRequestedNextTime()
    {
        var nacks = new NackGenerator(Delay, 3);
        nacks.HandlePacket(0, Start);
        nacks.HandlePacket(21, Start);
        Span<long> wanted = stackalloc long[15];

        Assert.Equal(15, nacks.HandleTimeout(Start + Delay, wanted));
        Assert.Equal(Start + Delay, nacks.NextTimeout);
        Assert.Equal(5, nacks.HandleTimeout(Start + Delay, wanted));
        Assert.Equal([16, 17, 18, 19, 20], wanted[..5].ToArray());
    }

    [Fact]
    public void HandlePacket_GapIsTooLarge_IsFalseAndRequestsNothing()
    {
        var nacks = new NackGenerator(Delay, 3);
        nacks.HandlePacket(0, Start);

        Assert.False(nacks.HandlePacket(1000, Start));
        Assert.Null(nacks.NextTimeout);
        Assert.True(nacks.HandlePacket(1001, Start));
    }

    [Fact]
    public void HandlePacket_ManySmallGaps_OldestAreGivenUp()
    {
        var nacks = new NackGenerator(Delay, 3);
        var complete = true;
        for (var i = 0; i < 1000; i++)
        {
            complete &= nacks.HandlePacket(i * 2, Start);
        }

        Assert.False(complete);
        Span<long> wanted = stackalloc long[1000];
        var count = nacks.HandleTimeout(Start + Delay, wanted);
        Assert.InRange(count, 200, 256);
        Assert.Equal(1997, wanted[count - 1]);
    }
}
