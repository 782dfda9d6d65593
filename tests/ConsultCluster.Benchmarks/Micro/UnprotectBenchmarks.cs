using BenchmarkDotNet.Attributes;
using ConsultCluster.Media.Srtp;

namespace ConsultCluster.Benchmarks.Micro;

/// <summary>One packet of a publisher checked and decrypted, replay protection and a copy of the packet included.</summary>
[InvocationCount(Packets, 16)]
public class UnprotectBenchmarks : IDisposable
{
    private const int Packets = 8192;

    private readonly SrtpInbox _gcm1100 = new(SrtpProfile.AeadAes128Gcm, Samples.VideoLength, Packets);
    private readonly SrtpInbox _gcm160 = new(SrtpProfile.AeadAes128Gcm, Samples.AudioLength, Packets);
    private readonly SrtpInbox _cm1100 = new(SrtpProfile.AesCm128HmacSha1_80, Samples.VideoLength, Packets);
    private readonly SrtpInbox _cm160 = new(SrtpProfile.AesCm128HmacSha1_80, Samples.AudioLength, Packets);

    [IterationSetup]
    public void Rewind()
    {
        _gcm1100.Rewind();
        _gcm160.Rewind();
        _cm1100.Rewind();
        _cm160.Rewind();
    }

    [Benchmark]
    public int UnprotectGcm1100() => _gcm1100.Open();

    [Benchmark]
    public int UnprotectGcm160() => _gcm160.Open();

    [Benchmark]
    public int UnprotectCm1100() => _cm1100.Open();

    [Benchmark]
    public int UnprotectCm160() => _cm160.Open();

    [GlobalCleanup]
    public void Dispose()
    {
        _gcm1100.Dispose();
        _gcm160.Dispose();
        _cm1100.Dispose();
        _cm160.Dispose();
        GC.SuppressFinalize(this);
    }
}
