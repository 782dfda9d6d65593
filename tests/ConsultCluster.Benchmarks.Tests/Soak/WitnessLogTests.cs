using ConsultCluster.Benchmarks.Soak.Latency;

namespace ConsultCluster.Benchmarks.Tests.Soak;

public sealed class WitnessLogTests
{
    private const long Ms = 1_000_000;

    private readonly WitnessLog _log = new();

    public WitnessLogTests() => _log.Begin(0);

    [Fact]
    public void Add_Frame_HasWhenItWasSentAndHowLongItTook()
    {
        _log.Add(receiver: 1, new TimedFrame(2, 1, 20 * Ms), arrivedAt: 23 * Ms);

        Assert.Equal(new LatencySample(20, 3), Assert.Single(_log.Samples()));
    }

    [Fact]
    public void Add_FrameAgainOverAnotherSession_CountsOnce()
    {
        _log.Add(1, new TimedFrame(2, 7, 20 * Ms), 21 * Ms);
        _log.Add(1, new TimedFrame(2, 7, 20 * Ms), 25 * Ms);

        Assert.Equal(1, Assert.Single(_log.Samples()).Ms);
    }

    [Fact]
    public void Gaps_SilenceOfOnePair_IsThatOfThePairAlone()
    {
        _log.Add(1, new TimedFrame(2, 1, 0), 1 * Ms);
        _log.Add(3, new TimedFrame(2, 1, 0), 1 * Ms);
        _log.Add(1, new TimedFrame(2, 20, 399 * Ms), 401 * Ms);
        _log.Add(3, new TimedFrame(2, 2, 20 * Ms), 21 * Ms);

        var gaps = _log.Gaps(now: 450 * Ms);

        Assert.Equal([(3, 429.0), (1, 400.0)], gaps.Select(gap => (gap.Receiver, gap.Length.TotalMilliseconds)));
        Assert.Equal(TimeSpan.FromMilliseconds(1), gaps[1].From);
    }

    [Fact]
    public void Begin_WhatCameBefore_DoesNotCount()
    {
        _log.Add(1, new TimedFrame(2, 1, 0), 1 * Ms);
        _log.Add(1, new TimedFrame(2, 2, 500 * Ms), 501 * Ms);

        _log.Begin(510 * Ms);

        Assert.Empty(_log.Samples());
        Assert.Empty(_log.Gaps(now: 520 * Ms));
    }

    [Fact]
    public void TryRead_WhatWriteWrote_IsTheSameAndOtherPayloadsAreNone()
    {
        var (payload, frame) = (new byte[TimedFrame.Length], new TimedFrame(12, uint.MaxValue, long.MaxValue));
        frame.Write(payload);

        Assert.True(TimedFrame.TryRead(payload, out var read));
        Assert.Equal(frame, read);
        payload[0]++;
        Assert.False(TimedFrame.TryRead(payload, out _));
        Assert.False(TimedFrame.TryRead(payload.AsSpan(1), out _));
    }
}
