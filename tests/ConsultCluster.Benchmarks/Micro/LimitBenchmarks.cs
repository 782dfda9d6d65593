using BenchmarkDotNet.Attributes;
using ConsultCluster.Media;
using ConsultCluster.Media.Forwarding;

namespace ConsultCluster.Benchmarks.Micro;

/// <summary>What the limits of one session cost for each packet; compare with the decryption in <see cref="UnprotectBenchmarks"/>.</summary>
public class LimitBenchmarks
{
    private const int PacketLength = 1100;

    private readonly InboundRates _rates = new(new());
    private InboundLimit _limit;
    private long _ticks = TimeSpan.TicksPerSecond;

    /// <summary>A packet every 0.5 ms, 17.6 Mbit/s: looked at before its decryption and taken from both buckets after it.</summary>
    [Benchmark]
    public bool TakePacket()
    {
        _ticks += 5_000;
        var now = new MonoTime(_ticks);
        if (_limit.IsExceeded(_rates, now))
        {
            throw new InvalidOperationException("This rate is allowed.");
        }

        _limit.Take(_rates, PacketLength, now);
        return true;
    }
}
