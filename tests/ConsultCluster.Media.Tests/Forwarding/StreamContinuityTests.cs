using ConsultCluster.Media.Forwarding;

namespace ConsultCluster.Media.Tests.Forwarding;

public sealed class StreamContinuityTests
{
    private const int Rate = 90_000;
    private const uint Timestamp = 1_000_000;
    private static readonly MonoTime _start = MonoTime.FromMilliseconds(60_000);

    private readonly StreamContinuity _stream = new(Rate);

    public StreamContinuityTests()
    {
        Assert.Equal(Continuity.Continues, _stream.HandlePacket(50_000, Timestamp, _start));
    }

    [Theory]
    [InlineData(50_001, 0, 0, Continuity.Continues)]
    [InlineData(50_001, 3_000, 33, Continuity.Continues)]
    [InlineData(49_999, -3_000, 33, Continuity.Continues)]
    [InlineData(50_500, 450_000, 5_000, Continuity.Continues)] // An outage.
    [InlineData(50_001, 3_000, 8_000, Continuity.Continues)] // What the network held back.
    [InlineData(50_001, 5_400_000, 60_000, Continuity.Continues)] // A pause.
    [InlineData(50_001, -9_000, 33, Continuity.Continues)] // Frames out of order.
    [InlineData(83_000, 3_000, 33, Continuity.Jumps)]
    [InlineData(53_001, 3_000, 33, Continuity.Jumps)]
    [InlineData(50_001, 1_000_000_000, 33, Continuity.ClockJumps)]
    [InlineData(50_001, -1_000_000, 33, Continuity.ClockJumps)]
    [InlineData(50_001, -200_000, 33, Continuity.ClockJumps)]
    [InlineData(50_001, 3_000, 60_000, Continuity.ClockJumps)] // A paused clock.
    [InlineData(60_000, 1_000_000_000, 33, Continuity.StartsAnew)]
    [InlineData(50_300, -1_000_000, 33, Continuity.StartsAnew)]
    [InlineData(20_000, 3_000, 33, Continuity.Stray)]
    [InlineData(49_990, 1_000_000_000, 33, Continuity.Stray)]
    public void HandlePacket_OneAfterTheFirst_IsToldApart(long sequence, int timestamp, int milliseconds, Continuity expected) =>
        Assert.Equal(expected, Handle(sequence, timestamp, milliseconds));

    [Theory]
    [InlineData(20_000, 3_000, Continuity.Jumps)]
    [InlineData(20_000, 1_000_000_000, Continuity.StartsAnew)]
    public void HandlePacket_TwoInARowOfLowerNumbers_AreANewRun(long sequence, int timestamp, Continuity expected)
    {
        Assert.Equal(Continuity.Stray, Handle(sequence, timestamp, 33));
        Assert.Equal(expected, Handle(sequence + 1, timestamp, 33));
        Assert.Equal(Continuity.Continues, Handle(sequence + 2, timestamp, 33));
    }

    [Fact]
    public void HandlePacket_VeryLatePacketsBetween_AreStrays()
    {
        for (var i = 1; i < 20; i++)
        {
            Assert.Equal(Continuity.Stray, Handle(48_000 + (i * 40), -300_000, 10 * i));
            Assert.Equal(Continuity.Continues, Handle(50_000 + i, 900 * i, 10 * i));
        }
    }

    [Fact]
    public void HandlePacket_TimestampsWrap_Continues()
    {
        _stream.Clear();
        Assert.Equal(Continuity.Continues, _stream.HandlePacket(1, uint.MaxValue - 1_000, _start));
        Assert.Equal(Continuity.Continues, _stream.HandlePacket(2, 2_000, _start + TimeSpan.FromMilliseconds(33)));
    }

    private Continuity Handle(long sequence, int timestamp, int milliseconds) =>
        _stream.HandlePacket(sequence, (uint)(Timestamp + timestamp), _start + TimeSpan.FromMilliseconds(milliseconds));
}
