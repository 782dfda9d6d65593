namespace ConsultCluster.Media.Tests.Rtcp;

public sealed class NtpTimeTests
{
    [Fact]
    public void From_OneAndAHalfSecondsLater_DiffersByThatInEveryForm()
    {
        var time = MonoTime.FromMilliseconds(123_456);
        var first = NtpTime.From(time);
        var second = NtpTime.From(time + TimeSpan.FromMilliseconds(1500));

        Assert.Equal(3ul << 31, second - first);
        Assert.Equal(98_304u, NtpTime.Compact(second) - NtpTime.Compact(first));
        Assert.InRange(NtpTime.ToTicks(second) - NtpTime.ToTicks(first), 14_999_999, 15_000_001);
        Assert.NotEqual(0ul, NtpTime.From(new MonoTime(0)));
    }
}
