using System.Text;
using ConsultCluster.Relay.Loop;

namespace ConsultCluster.Relay.Tests.Loop;

public class ThreadTimesReaderTests
{
    [Theory]
    [InlineData("1036177713 2764679400 43\n", 2_764_679_400)]
    [InlineData("0 0 1\n", 0)]
    [InlineData("18446744073709551615 100 18446744073709551615\n", 100)]
    public void TryParseWaited_LineOfTheKernel_TakesTheSecondNumber(string line, long nanoseconds)
    {
        Assert.True(ThreadTimesReader.TryParseWaited(Encoding.ASCII.GetBytes(line), out var waited));
        Assert.Equal(nanoseconds / 100, waited.Ticks);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n")]
    [InlineData("12")]
    [InlineData("12 13\n")]
    [InlineData("12 x 13\n")]
    [InlineData("12  13\n")]
    public void TryParseWaited_AnythingElse_IsRefused(string line)
    {
        Assert.False(ThreadTimesReader.TryParseWaited(Encoding.ASCII.GetBytes(line), out var waited));
        Assert.Equal(TimeSpan.Zero, waited);
    }

    [Fact]
    public void Read_ThreadWorks_TimeGrowsWithoutAllocating()
    {
        using var reader = new ThreadTimesReader();
        var first = reader.Read();
        var work = 0.0;
        while (reader.Read().Run - first.Run < TimeSpan.FromMilliseconds(5))
        {
            for (var i = 0; i < 1000; i++)
            {
                work += Math.Sqrt(i);
            }
        }

        var allocated = GC.GetAllocatedBytesForCurrentThread();
        var last = reader.Read();

        Assert.Equal(allocated, GC.GetAllocatedBytesForCurrentThread());
        Assert.True(work > 0);
        Assert.True(last.Waited >= first.Waited);
    }
}
